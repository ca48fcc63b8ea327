import { createHmac, type KeyObject } from 'node:crypto'
import { type Attack, type TokenRow, tokens } from './attack.js'
import { claims, type Sealer, seal } from './keys.js'

/** HMAC with whatever an attacker takes for a secret. */
export const hmac = (key: string | Buffer, alg = 'HS256', hash = 'sha256'): Sealer => ({
  alg,
  kid: '',
  sign: (input) => createHmac(hash, key).update(input).digest(),
})

/** No signature at all. */
export const nothing: Sealer = { alg: 'none', kid: '', sign: () => Buffer.alloc(0) }

export const pem = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki'): string =>
  key.export({ format: 'pem', type }).toString()

/** A token that makes its bearer an administrator. */
export const forged = (kid: string | undefined, by: Sealer, special: Record<string, unknown> = {}): string =>
  seal({ alg: by.alg, typ: 'JWT', kid }, claims({ admin: true, ...special }), by)

/** An encrypted token, as far as its outside goes. */
export const encrypted = (header: object): string =>
  `${Buffer.from(JSON.stringify(header)).toString('base64url')}.AAAA.AAAA.AAAA.AAAA`

type Rest = TokenRow extends readonly [string, ...infer Others] ? Others : never

/** What was published about one library, and how it would be tried here. */
type AdvisoryRow = readonly [library: string, id: string, what: string, ...rest: Rest]

export function advisories(rows: readonly AdvisoryRow[]): readonly Attack[] {
  return tokens(rows.map(([library, id, what, ...rest]) => [`${library} (${id}): ${what}`, ...rest]))
}
