/**
 * What application code threw, as an Error: frameworks take `next(undefined)` and `next('route')` for leave to go on.
 */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('application code threw something that is not an Error', { cause: thrown })
}
