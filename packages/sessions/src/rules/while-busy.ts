/** Lets one caller at a time work on one name; others learn that somebody does. */
export class WhileBusy {
  readonly #works = new Map<string, Promise<unknown>>()

  /** Resolves when the work that is under way is over, however it ends; `undefined` where there is none. */
  other(name: string): Promise<unknown> | undefined {
    return this.#works.get(name)?.catch(() => {})
  }

  async run<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
    const work = task()
    this.#works.set(name, work)
    try {
      return await work
    } finally {
      this.#works.delete(name)
    }
  }
}
