/** Where a token is looked for. Header and cookie names as they are; schemes in any case. */
export type TokenSource =
  | { readonly header: string; readonly scheme?: string }
  | { readonly query: string }
  | { readonly cookie: string }
  | { readonly form: string }

/** Tells sources apart. */
export function sourceKey(source: TokenSource): string {
  return JSON.stringify(Object.entries(source).sort())
}
