import { type Expect, satisfies } from './expect.js'

/** A duration. */
export const isSeconds = satisfies('a number of seconds, at least 0', (value) => {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_VALUE
})

/** A schema of zod, valibot, arktype and others. A mere function would be `check`. */
export const isStandardSchema = satisfies('a Standard Schema, such as one of zod', (value) => {
  const holder = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : {}
  const standard: unknown = Reflect.get(holder, '~standard')
  return (
    typeof standard === 'object' &&
    standard !== null &&
    typeof Reflect.get(standard, 'validate') === 'function'
  )
})

/** A token of RFC 9110, section 5.6.2: the name of a header, scheme or cookie. */
export const isHttpToken = satisfies("a name of letters, digits and -._~!#$%&'*+^`|", (value) => {
  return typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value)
})

/** An origin as browsers write it: scheme, host and port, and nothing behind them. */
export const isOrigin = satisfies('an origin such as https://app.example.com', (value) => {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value
})

/** The path of a file, or a URL that is one. */
export const isPath = satisfies('a path, or a URL with file:', (value) => {
  return typeof value === 'string' ? value !== '' : value instanceof URL && value.protocol === 'file:'
})

/** A function, or something else. */
export function isFunctionOr(expect: Expect): Expect {
  return (value, path) => {
    if (typeof value !== 'function') expect(value, path)
  }
}
