/** Where a token is looked for. Header and cookie names as they are; schemes in any case. */
export type TokenSource =
  | { readonly header: string; readonly scheme?: string }
  | { readonly query: string }
  | { readonly cookie: string }
  | { readonly form: string }

/** Tells sources apart: the names of headers and schemes in any case. */
export function sourceKey(source: TokenSource): string {
  if (!('header' in source)) return JSON.stringify(source)
  return JSON.stringify([source.header.toLowerCase(), source.scheme?.toLowerCase() ?? null])
}
