/** Header lines that a client may not send where `X-User` is mapped; its value is `evil` or names the header. */
export const STRIPPED_HEADERS: readonly (readonly [spelling: string, lines: readonly string[]])[] = [
  ['as it is mapped', ['X-User: evil']],
  ['in lower case', ['x-user: evil']],
  ['in upper case', ['X-USER: evil']],
  ['with an underscore', ['X_User: evil']],
  ['with a dot', ['x.user: evil']],
  ['with other signs', ['X~User: evil', "x'user: evil", 'x|user: evil', 'x!user: evil', 'x*user: evil']],
  ['on several lines', ['X-User: evil', 'Accept: text/html', 'x-user: evil 2', 'X_USER: evil 3']],
  ['with an empty value', ['X-User:', 'X_User: evil']],
  ['named by Connection', ['X-User: evil', 'Connection: X-User']],
  ['named by Connection among others', ['Connection: x_user, close, X-User', 'X-User: evil']],
  ['named by Connection alone', ['Connection: x.user']],
]

/** Headers that only look similar, and stay. */
export const KEPT_HEADERS: readonly string[] = [
  'X-User-Id: kept',
  'X-Users: kept',
  'User: kept',
  'XUser: kept',
  'X--User: kept',
]
