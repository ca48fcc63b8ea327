import { asError } from './errors/as-error.js'

/** A value that is there, or that must be waited for. */
export type Awaitable<Value> = Value | Promise<Value>

/**
 * Whether a value must be waited for. By its `then`: where an application has put another class in the place of `Promise`,
 * what asynchronous functions return is no instance of it, and would pass for the value itself.
 */
export function isPromise<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  )
}

/** Goes on with a value, at once where it is there: a promise costs more than most checks. */
export function andThen<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return isPromise(value) ? value.then(next) : next(value)
}

/**
 * For frameworks with callbacks: calls back once, when something is done, or with what it throws. At once where nobody
 * must be waited for.
 */
export function settle(act: () => Awaitable<void>, done: (error?: unknown) => void): void {
  let waiting: Awaitable<void>
  try {
    waiting = act()
  } catch (error) {
    done(asError(error))
    return
  }
  if (waiting === undefined) done()
  else
    waiting.then(
      () => done(),
      (error) => done(asError(error)),
    )
}
