import { randomUUID } from 'node:crypto'
import type { NumericDate, ResolvedRevocation, ResolvedTarget } from '@meishi/core'
import type { Send } from '../create-send.js'
import { type Change, parseChange } from './change.js'
import { cursorOf, listOf, numberOf, positionOf, textOf } from './replies.js'
import type { RevocationKeys } from './revocation-keys.js'
import { PURGE, SEED, UNDO, WRITE } from './scripts.js'
import { idsOf, parseStored, storedOf } from './stored-entry.js'

/** What bounds a list in Redis. */
export interface TruthLimits {
  readonly maxEntries: number
  readonly maxChanges: number
}

const PAGE = 1000

/** The list in Redis, which all processes share. Every method is one command, or one for each page. */
export class RevocationTruth {
  readonly #send: Send
  readonly #keys: RevocationKeys
  readonly #limits: TruthLimits

  constructor(send: Send, keys: RevocationKeys, limits: TruthLimits) {
    this.#send = send
    this.#keys = keys
    this.#limits = limits
  }

  /** @returns how many were news, and the ids of those that stay undone */
  async write(
    mode: 'revoke' | 'restore' | 'seed',
    entries: readonly ResolvedRevocation[],
    now: NumericDate,
  ): Promise<{ readonly changed: number; readonly undone: ReadonlySet<string> }> {
    const { maxEntries, maxChanges } = this.#limits
    const args = entries.map(storedOf).flatMap(({ id, value, leaves }) => [id, value, leaves])
    const limits = [milliseconds(now), String(maxEntries), String(maxChanges)]
    const [changed, undone] = listOf(await this.#run(WRITE, [mode, ...limits, ...args]))
    return { changed: numberOf(changed), undone: new Set(listOf(undone).map(textOf)) }
  }

  /** @returns whether there was something to take back */
  async undo(target: ResolvedTarget, leaves: string): Promise<boolean> {
    const { issuer, kind, id } = target
    const text = JSON.stringify({ issuer, [kind]: id })
    const args = [String(this.#limits.maxChanges), leaves, text, ...idsOf(target)]
    return numberOf(await this.#run(UNDO, args)) > 0
  }

  /** Says that the list is complete. @returns its name */
  async seed(): Promise<string> {
    return textOf(await this.#run(SEED, [String(this.#limits.maxChanges), randomUUID()]))
  }

  /** The name of the list, where there is one. */
  async marker(): Promise<string | undefined> {
    const marker = await this.#ask('GET', this.#keys.marker)
    return marker === null ? undefined : textOf(marker)
  }

  /** The positions of the first and of the last change that the stream has. */
  async ends(): Promise<readonly [first: string, last: string] | undefined> {
    const { changes } = this.#keys
    const [last] = listOf(await this.#ask('XREVRANGE', changes, '+', '-', 'COUNT', '1'))
    const [first] = listOf(await this.#ask('XRANGE', changes, '-', '+', 'COUNT', '1'))
    return first === undefined || last === undefined ? undefined : [positionOf(first), positionOf(last)]
  }

  /** What changed after a position, a page at most; `undefined` where the stream does not have the position any more. */
  async changesAfter(position: string | undefined): Promise<readonly Change[] | undefined> {
    const args = [position ?? '-', '+', 'COUNT', String(PAGE + 1)]
    const found = listOf(await this.#ask('XRANGE', this.#keys.changes, ...args))
    if (position === undefined) return found.map(parseChange)
    const isThere = found.length > 0 && positionOf(found[0]) === position
    return isThere ? found.slice(1).map(parseChange) : undefined
  }

  /** Every entry, at least once, that is there from the first page to the last. */
  async *pages(): AsyncGenerator<readonly ResolvedRevocation[]> {
    let cursor = '0'
    do {
      const [next, page] = listOf(await this.#ask('HSCAN', this.#keys.entries, cursor, 'COUNT', String(PAGE)))
      cursor = cursorOf(next)
      yield listOf(page).flatMap((value, at) => (at % 2 === 1 ? [parseStored(textOf(value))] : []))
    } while (cursor !== '0')
  }

  /** Which of some entries Redis does not hold as they are here, or longer. */
  async missing(entries: readonly ResolvedRevocation[]): Promise<readonly ResolvedRevocation[]> {
    const ids = entries.map((entry) => storedOf(entry).id)
    const held = listOf(await this.#ask('HMGET', this.#keys.entries, ...ids))
    return entries.filter((entry, at) => {
      const value = held[at]
      if (value === null || value === undefined) return true
      const { issuedBefore, expiresAt } = parseStored(textOf(value))
      return issuedBefore < entry.issuedBefore || expiresAt < entry.expiresAt
    })
  }

  /** How many entries are alive. */
  async count(now: NumericDate): Promise<number> {
    return numberOf(await this.#ask('ZCOUNT', this.#keys.leaves, `(${milliseconds(now)}`, '+inf'))
  }

  /** @returns how many entries left */
  async purge(now: NumericDate): Promise<number> {
    for (let gone = 0; ; gone += PAGE) {
      const some = numberOf(await this.#run(PURGE, [milliseconds(now), String(PAGE)]))
      if (some < PAGE) return gone + some
    }
  }

  /** Tells everybody to read the whole list again. */
  async announce(): Promise<void> {
    const trim = ['MAXLEN', '~', String(this.#limits.maxChanges)]
    await this.#ask('XADD', this.#keys.changes, ...trim, '*', 'reload', '1')
  }

  #ask(command: string, key: string, ...args: string[]): Promise<unknown> {
    return this.#send(key, [command, key, ...args])
  }

  #run(script: string, args: readonly string[]): Promise<unknown> {
    const { entries, leaves, undone, changes, marker } = this.#keys
    return this.#send(entries, ['EVAL', script, '5', entries, leaves, undone, changes, marker, ...args])
  }
}

const milliseconds = (now: NumericDate): string => String(Math.floor(now * 1000))
