/** What stands behind the path of a request target where `user` is mapped, and what is left of it. */
export interface QueryCase {
  readonly name: string
  readonly sent: string
  readonly left: string
  /** Fastify has parsed the query before us, by rules of its own: what it did not file under the name stays. */
  readonly fastifyReads?: Readonly<Record<string, string>>
}

const BROKEN = { 'user%zz': 'evil', '%u0075ser': 'evil', a: '1' }
const HALF = { 'user%': 'evil', 'user%e9': 'evil', a: '1' }

type Row = readonly [name: string, sent: string, left: string, fastifyReads?: QueryCase['fastifyReads']]

const STRIPPED: readonly Row[] = [
  ['as it is mapped', '?user=evil', ''],
  ['between others', '?a=1&user=evil&b=2', '?a=1&b=2'],
  ['several times', '?user=evil&a=1&user=evil&user=evil', '?a=1'],
  ['without a value', '?user&a=1', '?a=1'],
  ['with an empty value', '?user=&a=1', '?a=1'],
  ['in other cases', '?USER=evil&uSer=evil&a=1', '?a=1'],
  ['percent-encoded', '?us%65r=evil&%75%73%65%72=evil&a=1', '?a=1'],
  ['percent-encoded in another case', '?%55SER=evil&a=1', '?a=1'],
  ['with brackets', '?user[]=evil&user[id]=evil&user[0][x]=evil&a=1', '?a=1'],
  ['with encoded brackets', '?user%5B%5D=evil&user%5bid%5d=evil&a=1', '?a=1'],
  ['with one bracket', '?user[=evil&user]=evil&a=1', '?a=1'],
  ['inside brackets', '?[user]=evil&%5Buser%5D=evil&[[user]]=evil&[user][id]=evil&a=1', '?a=1'],
  ['behind one bracket', '?[user=evil&a=1', '?a=1'],
  ['with dots', '?user.id=evil&user.=evil&.user=evil&a=1', '?a=1'],
  ['with an encoded dot', '?user%2Eid=evil&a=1', '?a=1'],
  ['up to a NUL', '?user%00=evil&user%00id=evil&a=1', '?a=1'],
  ['behind white space', '?+user=evil&%20user=evil&%09user=evil&a=1', '?a=1'],
  ['with half an escape', '?user%=evil&user%e9=evil&a=1', '?a=1', HALF],
  ['with a broken escape', '?user%zz=evil&%u0075ser=evil&a=1', '?a=1', BROKEN],
  ['behind a semicolon', '?a=1;user=evil;b=2', '?a=1;b=2', { a: '1;user=evil;b=2' }],
  ['before a semicolon', '?user=evil;a=1', '?a=1', {}],
  ['behind an entity', '?a=1&amp;user=evil', '?a=1&amp', { a: '1', 'amp;user': 'evil' }],
  ['in a fragment', '?a=1#?user=evil', '?a=1', { a: '1#?user=evil' }],
  ['in a fragment without a query', '#?user=evil', ''],
  ['behind empty pairs', '?&&user=evil&&a=1&', '?&&&a=1&'],
  ['alone behind two ampersands', '?&user=evil', ''],
]

export const STRIPPED_QUERIES: readonly QueryCase[] = STRIPPED.map(([name, sent, left, fastifyReads]) => ({
  name,
  sent,
  left,
  ...(fastifyReads !== undefined && { fastifyReads }),
}))

const KEPT: readonly (readonly [name: string, query: string, read: Readonly<Record<string, unknown>>])[] = [
  ['a name that begins alike', 'users=1&user_id=2&userid=3', { users: '1', user_id: '2', userid: '3' }],
  ['a name that ends alike', 'the_user=1', { the_user: '1' }],
  ['the name as a value', 'a=user&b=user%3Devil', { a: 'user', b: 'user=evil' }],
  ['a second question mark', 'q=why?&page=2', { q: 'why?', page: '2' }],
  ['a broken escape in a value', 'discount=100%&a=1', { discount: '100%', a: '1' }],
  ['text in UTF-8', 'q=%E5%90%8D%E5%88%BA', { q: '名刺' }],
  ['a plus', 'q=a+b', { q: 'a b' }],
]

/** Pairs that stay as they are beside one that goes, and how every parser reads them. */
export const KEPT_QUERIES = KEPT.map(([name, query, read]) => ({ name, query, read }))
