/** Keys that operators have withdrawn: whatever their issuers still publish, they verify nothing here. */
export class Withdrawals {
  readonly #issuersOf = new Map<string, Set<string | null>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /**
   * @param issuer - `null`: of the one whose name is not checked
   * @throws RangeError where there are more than anybody can have meant; none is ever dropped for a new one
   */
  add(issuer: string | null, kid: string): void {
    const issuers = this.#issuersOf.get(kid) ?? new Set()
    if (issuers.has(issuer)) return
    if (this.#size >= MOST) throw new RangeError(`no more than ${MOST} keys can be withdrawn`)
    this.#issuersOf.set(kid, issuers.add(issuer))
    this.#size++
  }

  /** Whether a key of an issuer was withdrawn, under any of its names. */
  has(names: ReadonlySet<string> | null, kid: string | undefined): boolean {
    const issuers = kid === undefined ? undefined : this.#issuersOf.get(kid)
    if (issuers === undefined) return false
    return names === null
      ? issuers.has(null)
      : [...issuers].some((issuer) => issuer !== null && names.has(issuer))
  }

  /** The withdrawn keys of an issuer. */
  of(names: ReadonlySet<string> | null): readonly string[] {
    return this.#size === 0 ? [] : [...this.#issuersOf.keys()].filter((kid) => this.has(names, kid))
  }
}

const MOST = 10_000
