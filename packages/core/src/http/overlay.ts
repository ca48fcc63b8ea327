/**
 * Turns a property into an accessor that passes whatever is assigned through `lay`, now and later:
 * routers assign `params` anew for each layer, and body parsers may run after the middleware. Some add members
 * one by one to an object that they have assigned, so what is read is laid over once more.
 */
export function overlay(holder: object, key: string, lay: (value: unknown) => unknown): void {
  let current = lay(Reflect.get(holder, key))
  Object.defineProperty(holder, key, {
    configurable: true,
    enumerable: true,
    get: () => {
      current = lay(current)
      return current
    },
    set: (value: unknown) => {
      current = lay(value)
    },
  })
}

/** Whether a value is an object whose members are a form's or a JSON object's. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
}
