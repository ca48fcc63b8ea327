import { type GeneratedKey, generateKey } from '@meishi/issuer'
import { describe, expect, test } from 'vitest'
import { folder, ISSUED, meishi } from './meishi.js'

const made: Readonly<Record<string, GeneratedKey>> = Object.fromEntries(
  await Promise.all(
    (['ES256', 'HS256', 'RSA-OAEP-256', 'RS256'] as const).map(async (alg) => [
      alg,
      await generateKey({ alg }),
    ]),
  ),
)

/** What stands in the files that the command lines below name. */
const FILES: Readonly<Record<string, unknown>> = {
  'es.json': made.ES256?.privateJwk,
  'public.json': made.ES256?.publicJwk,
  'unnamed.json': { ...made.RS256?.privateJwk, alg: undefined },
  'secret.json': made.HS256?.privateJwk,
  'reader.json': made['RSA-OAEP-256']?.publicJwk,
  'list.json': [1],
  'claims.json': { exp: 1 },
  'token.txt': 'not a token',
}

const secrets = Object.values(made).map(({ privateJwk }) => String(privateJwk.k ?? privateJwk.d))

const issue = ['issue', '--key', 'es.json', ...ISSUED]
const verify = ['verify', '--key', 'public.json', '--any-issuer', '--any-audience', 'token.txt']

describe('a mistake is told by what was written', () => {
  test.each<[args: readonly string[], code: number, message: string]>([
    [[...issue, '--lifetime', '0'], 2, '--lifetime: expected a whole number from 1 to 31622400; got 0'],
    [[...issue, '--typ', 'a b'], 2, '--typ: expected a media type'],
    [['issue', '--key', 'es.json', '--issuer', 'ä', '--no-audience'], 2, '--issuer: expected 1 to 512'],
    [[...issue, '--alg', 'FOO'], 2, '--alg: expected one of'],
    [[...issue, '--alg', 'RS256'], 1, 'es.json: this key is bound to ES256 and cannot sign with RS256'],
    [['issue', '--key', 'reader.json', ...ISSUED], 1, 'reader.json: alg: expected one of'],
    [['issue', '--key', 'public.json', ...ISSUED], 1, 'public.json: this is no private key'],
    [['issue', '--key', 'unnamed.json', ...ISSUED], 2, 'the key names no algorithm; --alg does'],
    [['issue', '--key', 'list.json', ...ISSUED], 1, 'list.json: expected a JWK, a key set or PEM text'],
    [[...issue, '--claims', 'claims.json'], 1, 'claims.json: exp: is a registered claim'],
    [[...issue, '--claims', 'list.json'], 1, 'list.json: expected a JSON object'],
    [[...issue, '--typ', 'at+jwt'], 2, '--claims: client_id: is required'],
    [[...issue, '--encrypt-alg', 'RSA-OAEP'], 2, '--encrypt-for is required: it names the reader'],
    [[...issue, '--encrypt-for', 'es.json'], 1, 'es.json: alg: expected one of'],
    [
      [...issue, '--encrypt-for', 'reader.json', '--encrypt-alg', 'RSA1_5'],
      2,
      '--encrypt-alg: RSA1_5 is refused',
    ],
    [[...issue, '--encrypt-for', 'reader.json', '--encrypt-enc', 'FOO'], 2, '--encrypt-enc: expected one of'],
    [[...issue, '--encrypt-for', 'reader.json', '--encrypt-alg', 'dir'], 1, 'reader.json: '],
    [[...verify, '--alg', 'FOO'], 2, '--alg: expected one of'],
    [[...verify, '--alg', 'RS256'], 1, 'public.json: holds no key for any of the allowed algorithms'],
    [[...verify, '--tolerance', '301'], 2, '--tolerance: expected a number from 0 to 300; got 301'],
    [
      ['verify', '--key', 'secret.json', ...verify.slice(3)],
      2,
      'a shared secret has to be asked for by its algorithm',
    ],
    [['verify', '--issuer', 'id.test', '--any-audience'], 2, 'expected --key or --jwks-uri'],
    [['verify', '--jwks-uri', 'http://id.test', ...verify.slice(3)], 2, '--jwks-uri: is no https URL\n'],
    [['verify', '--key', '.', ...verify.slice(3)], 3, '. cannot be read: it is a folder (EISDIR)'],
    [['inspect', 'token.txt'], 1, 'not a token: it has 1 part'],
    [['jwks', 'secret.json'], 1, 'secret.json: a secret has no public part, and is never published'],
    [['jwks', 'unnamed.json'], 1, 'unnamed.json: the key names no algorithm; --alg does'],
    [['jwks', '--alg', 'FOO', 'unnamed.json'], 2, '--alg: names no signature algorithm'],
    [['jwks', '--alg', 'ES256', 'unnamed.json'], 1, 'unnamed.json: this key cannot be used with ES256'],
    [['jwks', 'es.json', 'public.json'], 1, 'public.json: another key has the same kid'],
    [['check-config', 'list.json'], 2, 'expected --jwt-plugin or --jwt-generate with a file'],
  ])('%j ends with %d', async (args, code, message) => {
    const { write } = folder()
    const paths = Object.fromEntries(
      Object.entries(FILES).map(([name, content]) => [
        name,
        write(name, typeof content === 'string' ? content : JSON.stringify(content)),
      ]),
    )
    const ended = await meishi(args.map((arg) => paths[arg] ?? arg))
    expect({ code: ended.code, out: ended.out }).toEqual({ code, out: '' })
    expect(ended.err.replace(/\/\S*\/(?=\w+\.(json|txt))/g, '')).toMatch(`meishi: ${message}`)
    expect(ended.err).not.toMatch(/\n\s+at /)
    for (const secret of secrets) expect(ended.err).not.toContain(secret)
  })
})

test('help of a command has two spellings', async () => {
  const { code, out } = await meishi(['help', 'verify'])
  expect({ code, out }).toEqual({ code: 0, out: (await meishi(['verify', '--help'])).out })
})
