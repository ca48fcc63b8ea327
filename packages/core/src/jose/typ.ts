import type { HeaderFacts } from '../token.js'

/** The `typ` of a token in the form in which it is compared (RFC 7515, section 4.1.9). `null` stands for none. */
export function normalTyp(typ: string | null): string | undefined {
  return typ === null ? undefined : typ.toLowerCase().replace(/^application\//, '')
}

/** Accepted kinds: in the form in which they are compared, and as they are written, which needs no other form. */
export function acceptedTyps(written: readonly (string | null)[]): ReadonlySet<string | undefined> {
  return new Set(written.flatMap((typ) => (typ === null ? [undefined] : [typ, normalTyp(typ)])))
}

/** Whether the header names an accepted kind of token; `undefined` in the set accepts one that names none. */
export function isAcceptedTyp({ typ }: HeaderFacts, accepted: ReadonlySet<string | undefined>): boolean {
  if (typ === null) return false
  return accepted.has(typ) || (typ !== undefined && accepted.has(normalTyp(typ)))
}
