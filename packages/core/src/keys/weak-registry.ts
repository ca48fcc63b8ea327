/** Things by name, each for as long as somebody else holds it. */
export class WeakRegistry<Thing extends object> {
  readonly #things = new Map<string, WeakRef<Thing>>()
  #pruneAt = 64

  /** The thing of this name, made where there is none. */
  get(name: string, make: () => Thing): Thing {
    const known = this.#things.get(name)?.deref()
    if (known !== undefined) return known
    const made = make()
    this.#things.set(name, new WeakRef(made))
    if (this.#things.size >= this.#pruneAt) this.#prune()
    return made
  }

  /** How many names are kept, those of things that are gone included. */
  get size(): number {
    return this.#things.size
  }

  #prune(): void {
    for (const [name, reference] of this.#things)
      if (reference.deref() === undefined) this.#things.delete(name)
    this.#pruneAt = 2 * this.#things.size + 64
  }
}
