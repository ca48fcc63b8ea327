/** A map that is bounded by the weight of what it holds. What was asked for lately stays the longest. */
export interface RecentMap<Value, Key = string> {
  get(key: Key): Value | undefined
  /** Takes the place of what was there; others leave where there is no room for it. */
  set(key: Key, value: Value, weight: number): void
  delete(key: Key): void
  clear(): void
  /** Oldest first. Entries may be deleted on the way. */
  entries(): IterableIterator<readonly [key: Key, value: Value]>
  readonly size: number
  readonly weight: number
}

interface Entry<Value> {
  readonly value: Value
  readonly weight: number
  used: boolean
}

/** After so many entries in use the next one leaves anyway, so that no call pays for the whole map. */
const MOST_CHANCES = 32

/**
 * Makes a map in which the oldest entry leaves, unless it was asked for since it came: then it begins anew as the
 * youngest. A hit costs one look-up and a mark, where a list in the order of use would have to be mended.
 *
 * @param maxWeight - of all entries together; what is heavier alone is the caller's to keep out
 * @param onLeave - told of each entry that leaves, also when another takes its place
 */
export function createRecentMap<Value, Key = string>(
  maxWeight: number,
  onLeave: (value: Value, key: Key, weight: number) => void = () => {},
): RecentMap<Value, Key> {
  const held = new Map<Key, Entry<Value>>()
  // Kept from call to call: a new iterator would first pass over the places of all that have left.
  let oldest = held.entries()
  let weight = 0

  const remove = (key: Key, entry: Entry<Value>): void => {
    held.delete(key)
    weight -= entry.weight
    onLeave(entry.value, key, entry.weight)
  }
  const nextOldest = (): [Key, Entry<Value>] | undefined => {
    const step = oldest.next()
    if (step.done !== true) return step.value
    oldest = held.entries()
    return oldest.next().value
  }
  const makeRoom = (needed: number): void => {
    let chances = MOST_CHANCES
    while (weight + needed > maxWeight) {
      const [key, entry] = nextOldest() ?? []
      if (key === undefined || entry === undefined) return
      if (entry.used && chances-- > 0) {
        held.delete(key)
        held.set(key, { ...entry, used: false })
      } else remove(key, entry)
    }
  }

  return {
    get(key) {
      const entry = held.get(key)
      if (entry === undefined) return undefined
      entry.used = true
      return entry.value
    },
    set(key, value, ownWeight) {
      this.delete(key)
      makeRoom(ownWeight)
      held.set(key, { value, weight: ownWeight, used: false })
      weight += ownWeight
    },
    delete(key) {
      const entry = held.get(key)
      if (entry !== undefined) remove(key, entry)
    },
    clear() {
      for (const [key, entry] of held) remove(key, entry)
    },
    *entries() {
      for (const [key, { value }] of held) yield [key, value]
    },
    get size() {
      return held.size
    },
    get weight() {
      return weight
    },
  }
}

/** A string of its own: a slice would keep the whole text alive that it was cut from. */
export function flat(text: string): string {
  if (text.length > scratch.length) return Buffer.from(text, 'latin1').toString('latin1')
  return scratch.toString('latin1', 0, scratch.write(text, 'latin1'))
}

const scratch = Buffer.alloc(4096)
