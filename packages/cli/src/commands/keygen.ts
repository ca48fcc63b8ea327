import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto'
import type { Jwk } from '@meishi/core'
import { type GenerateKeyOptions, generateKey } from '@meishi/issuer'
import type { Command, Input } from '../command.js'
import { usage } from '../failures.js'
import { nameMistakes } from '../name-mistakes.js'
import { wholeNumber } from '../numbers.js'
import { printable, printableJson } from '../printable.js'
import { writeSecret } from '../write-secret.js'

const PLACES = { 'options.alg': '--alg', 'options.modulusLength': '--bits' }

/** Makes a key: the private part goes into a file that its owner alone can read, the public part is printed. */
export const keygen: Command = {
  name: 'keygen',
  summary: 'makes a key: prints its public part, and writes its private part into a file (mode 0600)',
  operands: '',
  flags: {
    alg: {
      value: '<name>',
      says: 'what the key is for: RS256, ES256, Ed25519, HS256, ML-DSA-65, RSA-OAEP-256, …',
    },
    out: { value: '<file>', says: 'where the private part goes' },
    kid: { value: '<name>', says: 'its name. Default: the thumbprint of the key' },
    bits: { value: '<number>', says: 'of an RSA key, 2048 to 8192. Default: 2048' },
    pem: { says: 'PEM instead of JWK, for both parts' },
    force: { says: 'replace the file if it is there' },
  },
  async run(input) {
    const { alg, out } = { alg: input.text('alg'), out: input.text('out') }
    if (alg === undefined || out === undefined) throw usage('--alg and --out are required')
    if (input.rest.length > 0) throw usage('keygen takes flags alone')
    const { publicJwk, privateJwk } = await nameMistakes(PLACES, () => generateKey(optionsOf(input, alg)))
    if (input.has('pem') && publicJwk === undefined) throw usage('a secret has no PEM form')
    const kid = String(privateJwk.kid)
    const isPem = input.has('pem')
    const secret = isPem ? privatePem(privateJwk) : `${JSON.stringify(privateJwk, undefined, 2)}\n`
    await writeSecret(out, secret, input.has('force'))
    const publicPem = isPem && publicJwk !== undefined ? pemOf(publicJwk) : undefined
    return {
      exit: 0,
      data: { kid, alg, file: out, ...(isPem ? { publicPem } : { publicJwk: publicJwk ?? null }) },
      lines: publicPem === undefined ? (publicJwk ? [printableJson(publicJwk)] : []) : [publicPem.trimEnd()],
      notes: [
        `${publicJwk === undefined ? 'The secret, which has no public part,' : 'The private part'} is in ${printable(out)}.`,
      ],
    }
  },
}

function optionsOf(input: Input, alg: string): GenerateKeyOptions {
  const kid = input.text('kid')
  const bits = input.text('bits')
  return {
    alg: alg as GenerateKeyOptions['alg'],
    ...(kid !== undefined && { kid }),
    ...(bits !== undefined && { modulusLength: wholeNumber('bits', bits) }),
  }
}

function privatePem(jwk: Jwk): string {
  return createPrivateKey({ format: 'jwk', key: jwk as JsonWebKey }).export({
    format: 'pem',
    type: 'pkcs8',
  }) as string
}

function pemOf(jwk: Jwk): string {
  return createPublicKey({ format: 'jwk', key: jwk as JsonWebKey }).export({
    format: 'pem',
    type: 'spki',
  }) as string
}
