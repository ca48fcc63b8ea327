/**
 * Turns a property into an accessor that passes whatever is assigned through `lay`, now and later:
 * routers assign `params` anew for each layer, and body parsers may run after the middleware.
 *
 * @returns the accessor's getter, by which it is known again
 */
export function overlay(holder: object, key: string, lay: (value: unknown) => unknown): () => unknown {
  let current = lay(Reflect.get(holder, key))
  const get = (): unknown => current
  const set = (value: unknown): void => {
    current = lay(value)
  }
  Object.defineProperty(holder, key, { configurable: true, enumerable: true, get, set })
  return get
}

/** Whether the property still has the accessor that {@link overlay} made. */
export function isOverlaid(holder: object, key: string, get: (() => unknown) | undefined): boolean {
  return get !== undefined && Object.getOwnPropertyDescriptor(holder, key)?.get === get
}

/** Whether a value is an object whose members are a form's or a JSON object's: no list, and no body that is unread. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) && !Buffer.isBuffer(value) && !isStream(value)
}

/** A proxy's parser hands the request itself on as its body. */
export function isStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'pipe') === 'function'
}

const targets = new WeakMap<object, Record<string, unknown>>()

/**
 * An empty object that takes no members of refused names: some parsers of forms assign one and add to it later.
 * What is left out looks as if it had been taken.
 */
export function refuseMembers(empty: Record<string, unknown>, isRefused: (name: string) => boolean): object {
  const proxy = new Proxy(empty, {
    defineProperty: (target, name, descriptor) =>
      (typeof name === 'string' && isRefused(name)) || Reflect.defineProperty(target, name, descriptor),
  })
  targets.set(proxy, empty)
  return proxy
}

/** The object that can be written into: the one behind {@link refuseMembers}, or a copy of one that takes no changes. */
export function writable(value: Record<string, unknown>): Record<string, unknown> {
  const target = targets.get(value) ?? value
  if (Object.isExtensible(target)) return target
  return Object.assign(Object.create(Object.getPrototypeOf(target)), target)
}
