import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Authenticated } from '@meishi/sessions'

const hash = promisify<string, Buffer, number, Buffer>(scrypt)

interface Kept {
  readonly salt: Buffer
  readonly hash: Buffer
}

/** Looks after users and their passwords, in memory. */
export class Users {
  readonly #users = new Map<string, Kept>()
  /** Compared with where there is no such user, so that it takes as long. */
  readonly #nobody: Kept = { salt: randomBytes(16), hash: randomBytes(32) }

  async add(user: string, password: string): Promise<void> {
    const salt = randomBytes(16)
    this.#users.set(user, { salt, hash: await hash(password, salt, 32) })
  }

  async authenticate(user: string, password: string): Promise<Authenticated | undefined> {
    const kept = this.#users.get(user)
    const { salt, hash: right } = kept ?? this.#nobody
    const isRight = timingSafeEqual(await hash(password, salt, 32), right)
    return isRight && kept !== undefined ? { sub: user, claims: { role: 'reader' } } : undefined
  }
}
