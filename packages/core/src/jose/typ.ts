/** The `typ` of a token in the form in which it is compared (RFC 7515, section 4.1.9). `null` stands for none. */
export function normalTyp(typ: string | null): string | undefined {
  return typ === null ? undefined : typ.toLowerCase().replace(/^application\//, '')
}
