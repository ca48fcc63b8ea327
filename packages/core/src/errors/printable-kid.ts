/** A `kid` as it may be shown: short, and no character that could be more than a character. */
export function printableKid(kid: string): string {
  return kid.slice(0, 64).replace(/[^A-Za-z0-9._~:/=+-]/g, '?')
}
