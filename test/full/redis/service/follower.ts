// A process that follows a revocation list and does what it is told. It ends with its parent.
import { type RedisRevocationListOptions, redisRevocationList } from '@meishi/redis'
import { connectRedis, type Driver, type Place } from './connect.js'

export interface FollowerSetup {
  readonly driver: Driver
  readonly place: Place
  readonly options: RedisRevocationListOptions
}

export type FollowerOrder =
  /** Say when a token is refused first. */
  | { readonly watch: string }
  /** Revoke a token, and say when that is done, or that it failed. */
  | { readonly revoke: string }
  /** Say which of these tokens pass, and which cannot be judged. */
  | { readonly judge: readonly string[] }

export type FollowerWord =
  | { readonly ready: true }
  | { readonly refused: string; readonly at: number }
  | { readonly revoked: string; readonly isDone: boolean }
  | { readonly passing: readonly string[]; readonly unknown: readonly string[] }

const issuer = 'https://id.test'
const { driver, place, options }: FollowerSetup = JSON.parse(process.argv[2] ?? '')
const { redis } = await connectRedis(driver, place)
const list = redisRevocationList(redis, options)
const tell = (word: FollowerWord): void => void process.send?.(word)
const watched = new Set<string>()

function judge(jti: string): 'refused' | 'passing' | 'unknown' {
  try {
    const token = { header: { alg: 'ES256' }, claims: { iss: issuer, jti } }
    return list.isRevoked({ token, keyId: undefined }) === true ? 'refused' : 'passing'
  } catch {
    return 'unknown'
  }
}

setInterval(() => {
  for (const id of watched) {
    if (judge(id) !== 'refused') continue
    watched.delete(id)
    tell({ refused: id, at: Date.now() })
  }
}, 1)

process.on('message', (order: FollowerOrder) => {
  if ('watch' in order) watched.add(order.watch)
  else if ('judge' in order) {
    const passing = order.judge.filter((id) => judge(id) === 'passing')
    const unknown = order.judge.filter((id) => judge(id) === 'unknown')
    tell({ passing, unknown })
  } else {
    const said = (isDone: boolean) => tell({ revoked: order.revoke, isDone })
    list.revoke({ issuer, tokenId: order.revoke }).then(
      () => said(true),
      () => said(false),
    )
  }
})
process.on('disconnect', () => process.exit())
await list.ready()
tell({ ready: true })
