import bodyParser from 'body-parser'
import type { RequestHandler } from 'express5'
import multer from 'multer'
import type { Express } from '../express-versions.js'

/** A parser, and bodies of its type that hold `user`, which is mapped, and `a`, which is not. */
export interface BodyCase {
  readonly parser: string
  readonly type: string
  readonly create: (express: Express) => RequestHandler
  readonly bodies: readonly string[]
  /** Claims cannot be mapped into this type: only requests for which nothing is mapped pass. */
  readonly takesNothing?: true
}

const FORMS = [
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
]

const JSONS = [
  '{"user":"evil","a":"1"}',
  '{"a":"1","user":["evil"],"User":{"id":"evil"}}',
  '{"\\u0075ser":"evil","a":"1"}',
  '{"user.id":"evil","user[id]":"evil","[user]":"evil","a":"1"}',
  '{"user\\u0000":"evil"," user":"evil","a":"1"}',
]

const part = (name: string, value: string): string =>
  `--cut\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

const MULTIPARTS = [
  `${part('user', 'evil')}${part('a', '1')}--cut--\r\n`,
  `${part('a', '1')}${part('User', 'evil')}${part('user[id]', 'evil')}${part('user[]', 'evil')}--cut--\r\n`,
]

const FORM = 'application/x-www-form-urlencoded'

export const BODY_CASES: readonly BodyCase[] = [
  {
    parser: 'express.urlencoded() with nested values',
    type: FORM,
    create: (express) => express.urlencoded({ extended: true }),
    bodies: FORMS,
  },
  {
    parser: 'express.urlencoded() with flat values',
    type: `${FORM}; charset=utf-8`,
    create: (express) => express.urlencoded({ extended: false }),
    bodies: FORMS,
  },
  {
    parser: 'express.json()',
    type: 'application/json',
    create: (express) => express.json(),
    bodies: JSONS,
  },
  {
    parser: 'body-parser for a JSON type of its own',
    type: 'Application/Vnd.Test+JSON',
    create: () => bodyParser.json({ type: 'application/*+json' }) as RequestHandler,
    bodies: JSONS,
  },
  {
    parser: 'multer',
    type: 'multipart/form-data; boundary=cut',
    create: () => multer().none() as RequestHandler,
    bodies: MULTIPARTS,
    takesNothing: true,
  },
]
