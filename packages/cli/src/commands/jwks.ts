import type { Jwk } from '@meishi/core'
import { createTokenSigner } from '@meishi/issuer'
import type { Command } from '../command.js'
import { Failure, usage } from '../failures.js'
import { type FileKey, isPrivate, publicPart, readKeys } from '../keys/read-keys.js'
import { thumbprint } from '../keys/thumbprint.js'
import { nameMistakes, type Places } from '../name-mistakes.js'
import { printableJson } from '../printable.js'

/** Prints keys as they are published: without their private parts, each with a name and its one algorithm. */
export const jwks: Command = {
  name: 'jwks',
  summary: 'prints the key set to publish (/.well-known/jwks.json) of private or public keys',
  operands: '<file>…',
  flags: { alg: { value: '<name>', says: 'of keys that do not name their algorithm, as in PEM' } },
  async run(input) {
    if (input.rest.length === 0) throw usage('expected files with keys')
    const found = (await Promise.all(input.rest.map(readKeys))).flat()
    const alg = input.text('alg')
    const keys = await Promise.all(found.map((key) => nameMistakes(placesOf(key), () => published(key, alg))))
    const kids = keys.map(({ kid }) => kid)
    const twice = found.find((_, at) => kids.indexOf(kids[at]) !== at)
    if (twice !== undefined) throw new Failure(1, `${twice.from}: another key has the same kid`)
    return { exit: 0, data: { keys }, lines: printableJson({ keys }).split('\n') }
  },
}

/** Only where a key names no algorithm itself is that of the flag. */
const placesOf = ({ from, jwk }: FileKey): Places =>
  jwk.alg === undefined ? { algorithm: '--alg', 'key.privateJwk.alg': '--alg', key: from } : { key: from }

function published({ from, jwk }: FileKey, fallback: string | undefined): Jwk {
  if (jwk.kty === 'oct') throw new Failure(1, `${from}: a secret has no public part, and is never published`)
  const alg = jwk.alg ?? fallback
  if (alg === undefined) throw new Failure(1, `${from}: the key names no algorithm; --alg does`)
  const key = { ...publicPart(jwk, from), alg }
  const labelled = { ...key, kid: key.kid ?? thumbprint(key), use: key.use ?? 'sig' } as Jwk
  // A key that could not sign as it says would be published for nothing.
  if (isPrivate(jwk) && labelled.use === 'sig') createTokenSigner({ privateJwk: { ...jwk, alg } })
  return labelled
}
