import type { Awaitable } from './awaitable.js'
import type { RequestView } from './http/request-view.js'
import type { AuthOutcome } from './outcome.js'

/** Decides like `Authenticator.authenticate`, but at once where nobody must be waited for. */
export type Decider<Claims> = (view: RequestView) => Awaitable<AuthOutcome<Claims>>

/** What is behind the public method of each handle, which always answers with a promise. */
const deciders = new WeakMap<object, Decider<unknown>>()

/** Remembers how a handle decides. */
export function recordDecider(handle: object, decide: Decider<unknown>): void {
  deciders.set(handle, decide)
}

/** How a handle decides. What only looks like one, as in a test, has the public method alone. */
export function deciderOf<Claims>(handle: {
  authenticate(view: RequestView): Promise<AuthOutcome<Claims>>
}): Decider<Claims> {
  return (deciders.get(handle) as Decider<Claims> | undefined) ?? ((view) => handle.authenticate(view))
}
