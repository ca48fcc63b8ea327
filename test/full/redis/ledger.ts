/** One request: when it was sent and answered, in the order of events, and what the answer was. */
interface Entry {
  readonly sent: number
  readonly answered: number
  readonly status: number
}

/** What must hold of all the answers, each with the tokens of which it does not. */
export interface Findings {
  /** Accepted more than once. */
  readonly acceptedTwice: readonly string[]
  /** Refused, though nothing had been sent that was accepted or unavailable. */
  readonly refusedFirst: readonly string[]
  /** Answers that are none of 200, 401 and 503. */
  readonly strange: readonly number[]
}

/** Every answer to every token, so that nothing is a sample. */
export class Ledger {
  readonly #entries = new Map<string, Entry[]>()
  readonly #sent = new Set<string>()
  #events = 0

  /** Sends a token and writes down the answer. */
  async record(token: string, send: (token: string) => Promise<number>): Promise<number> {
    const sent = this.#events++
    this.#sent.add(token)
    const status = await send(token)
    const entry = { sent, answered: this.#events++, status }
    const entries = this.#entries.get(token)
    if (entries === undefined) this.#entries.set(token, [entry])
    else entries.push(entry)
    return status
  }

  /** Tokens that were accepted so many times or more. */
  accepted(atLeast = 1): string[] {
    return [...this.#entries].filter(([, entries]) => times(entries, 200) >= atLeast).map(([token]) => token)
  }

  /** Tokens that can have been used up by a request that was answered 503. */
  unavailable(): ReadonlySet<string> {
    return new Set(
      [...this.#entries].filter(([, entries]) => times(entries, 503) > 0).map(([token]) => token),
    )
  }

  /** Tokens that were sent so far. */
  sent(): ReadonlySet<string> {
    return new Set(this.#sent)
  }

  counts(): Readonly<Record<number, number>> {
    const counts: Record<number, number> = {}
    for (const { status } of [...this.#entries.values()].flat()) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }

  judge(): Findings {
    const tokens = [...this.#entries]
    return {
      acceptedTwice: this.accepted(2),
      refusedFirst: tokens.filter(([, entries]) => entries.some(isUnexplained)).map(([token]) => token),
      strange: tokens.flatMap(([, entries]) => entries.map(({ status }) => status)).filter(isStrange),
    }
  }
}

const times = (entries: readonly Entry[], status: number): number =>
  entries.filter((entry) => entry.status === status).length

/** A 401 whose token no other request can have used up: none that was sent before this answer, and not refused itself. */
function isUnexplained(entry: Entry, _index: number, entries: readonly Entry[]): boolean {
  return (
    entry.status === 401 &&
    !entries.some(({ sent, status }) => sent < entry.answered && (status === 200 || status === 503))
  )
}

const isStrange = (status: number): boolean => ![200, 401, 503].includes(status)
