/** Bodies of one type that hold `user`, which is mapped, and `a`, which is not. */
export interface BodyCase {
  readonly type: string
  readonly bodies: readonly string[]
}

export const FORM = 'application/x-www-form-urlencoded'

export const FORMS: BodyCase = {
  type: FORM,
  bodies: [
    'user=evil&a=1',
    'a=1&user=evil&user=evil',
    'USER=evil&a=1&uSer=evil',
    'us%65r=evil&a=1',
    'user[]=evil&user[id]=evil&a=1',
    'user%5Bid%5D=evil&a=1',
    '[user]=evil&a=1',
    'user.id=evil&.user=evil&a=1',
    '+user=evil&a=1',
    'user%00=evil&a=1',
  ],
}

export const JSONS: BodyCase = {
  type: 'application/json',
  bodies: [
    '{"user":"evil","a":"1"}',
    '{"a":"1","user":["evil"],"User":{"id":"evil"}}',
    '{"\\u0075ser":"evil","a":"1"}',
    '{"user.id":"evil","user[id]":"evil","[user]":"evil","a":"1"}',
    '{"user\\u0000":"evil"," user":"evil","a":"1"}',
  ],
}

const part = (name: string, value: string): string =>
  `--cut\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

/** Claims cannot be mapped into this type: only requests for which nothing is mapped pass. */
export const MULTIPARTS: BodyCase = {
  type: 'multipart/form-data; boundary=cut',
  bodies: [
    `${part('user', 'evil')}${part('a', '1')}--cut--\r\n`,
    `${part('a', '1')}${part('User', 'evil')}${part('user[id]', 'evil')}${part('user[]', 'evil')}--cut--\r\n`,
  ],
}
