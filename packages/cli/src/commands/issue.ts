import { stat } from 'node:fs/promises'
import type { AlgorithmName, ContentEncryptionName, KeyManagementName } from '@meishi/core'
import { createIssuer, createTokenEncrypter, type IssueRequest, type TokenEncrypter } from '@meishi/issuer'
import type { Command, Input } from '../command.js'
import { Failure, usage } from '../failures.js'
import { type FileKey, publicPart, readKeys } from '../keys/read-keys.js'
import { nameMistakes, type Places } from '../name-mistakes.js'
import { wholeNumber } from '../numbers.js'
import { printable } from '../printable.js'
import { readText } from '../read-text.js'
import { timesOf } from '../tokens/describe.js'

/** Issues one token, for tests and for operators. It is printed alone, so that it can be piped on. */
export const issue: Command = {
  name: 'issue',
  summary: 'issues a token, signed by a private key and encrypted where --encrypt-for names a reader',
  operands: '',
  flags: {
    key: { value: '<file>', says: 'the private key or the secret: JWK or PEM' },
    alg: { value: '<name>', says: 'what signs. Default: the alg of the key; PEM has none' },
    issuer: { value: '<iss>', says: 'who makes it' },
    subject: { value: '<sub>', says: 'whom it is about' },
    audience: { value: '<aud>', multiple: true, says: 'for whom it is' },
    'no-audience': { says: 'it is for nobody in particular' },
    lifetime: { value: '<seconds>', says: '1 to 31622400. Default: 3600' },
    typ: { value: '<typ>', says: 'at+jwt for an access token of RFC 9068. Default: JWT' },
    claims: { value: '<file>', says: 'a file with further claims, a JSON object' },
    'encrypt-for': { value: '<file>', says: 'the public key of the reader, or the secret shared with it' },
    'encrypt-alg': { value: '<name>', says: 'default: the alg of that key' },
    'encrypt-enc': { value: '<name>', says: 'default: A256GCM' },
  },
  async run(input) {
    if (input.rest.length > 0) throw usage('issue takes flags alone')
    const [file, issuer] = [input.text('key'), input.text('issuer')]
    if (file === undefined || issuer === undefined) throw usage('--key and --issuer are required')
    const { jwk } = await oneKey(file)
    const algorithm = (input.text('alg') ?? jwk.alg) as AlgorithmName | undefined
    if (algorithm === undefined) throw usage('the key names no algorithm; --alg does')
    const { token, claims } = await nameMistakes(placesOf(input, file), async () => {
      const request = await requestOf(input)
      const issuing = await createIssuer({ issuer, algorithm, keys: { privateJwk: jwk } })
      return issuing.issue(request).finally(() => issuing.close())
    })
    const times = timesOf(claims, Date.now() / 1000)
    return { exit: 0, data: { token, claims, times }, lines: [token], notes: await warningsOf(file) }
  },
}

/** Where the options stand: in a flag, or in the file of a key where that names what no flag does. */
function placesOf(input: Input, key: string): Places {
  const reader = input.text('encrypt-for') ?? '--encrypt-for'
  return {
    issuer: '--issuer',
    algorithm: input.has('alg') ? '--alg' : `${key}: alg`,
    keys: key,
    'keys.privateJwk': key,
    subject: '--subject',
    audience: '--audience',
    lifetime: '--lifetime',
    type: '--typ',
    claims: input.text('claims') ?? '--claims',
    'encrypt.alg': input.has('encrypt-alg') ? '--encrypt-alg' : `${reader}: alg`,
    'encrypt.enc': '--encrypt-enc',
    'encrypt.key': reader,
    'encrypt.key.jwk': reader,
  }
}

async function requestOf(input: Input): Promise<IssueRequest> {
  const [subject, lifetime, type] = [input.text('subject'), input.text('lifetime'), input.text('typ')]
  const [claims, encrypt] = [await claimsOf(input), await encrypterOf(input)]
  const [first, ...others] = input.list('audience')
  if ((first === undefined) !== input.has('no-audience'))
    throw usage('expected either --audience or --no-audience')
  return {
    audience: first === undefined ? null : others.length === 0 ? first : [first, ...others],
    ...(subject !== undefined && { subject }),
    ...(lifetime !== undefined && { lifetime: wholeNumber('lifetime', lifetime) }),
    ...(type !== undefined && { type }),
    ...(claims !== undefined && { claims }),
    ...(encrypt !== undefined && { encrypt }),
  }
}

async function claimsOf(input: Input): Promise<Record<string, unknown> | undefined> {
  const file = input.text('claims')
  if (file === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(await readText(file))
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return { ...claims }
  } catch (error) {
    if (error instanceof Failure) throw error
  }
  throw new Failure(1, `${printable(file)}: expected a JSON object`)
}

async function encrypterOf(input: Input): Promise<TokenEncrypter | undefined> {
  const file = input.text('encrypt-for')
  if (file === undefined) {
    if (input.has('encrypt-alg') || input.has('encrypt-enc'))
      throw usage('--encrypt-for is required: it names the reader')
    return undefined
  }
  const { jwk, from } = await oneKey(file)
  const alg = (input.text('encrypt-alg') ?? jwk.alg) as KeyManagementName | undefined
  if (alg === undefined) throw usage('the key of the reader names no algorithm; --encrypt-alg does')
  const enc = (input.text('encrypt-enc') ?? 'A256GCM') as ContentEncryptionName
  return createTokenEncrypter({ alg, enc, key: { jwk: publicPart(jwk, from) } })
}

async function oneKey(file: string): Promise<FileKey> {
  const [key, another] = await readKeys(file)
  if (key === undefined || another !== undefined) throw new Failure(1, `${printable(file)}: expected one key`)
  return key
}

async function warningsOf(file: string): Promise<string[]> {
  const { mode } = await stat(file)
  const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0
  return isOpen
    ? [`warning: others on this machine can read ${printable(file)}; chmod 600 keeps it to you`]
    : []
}
