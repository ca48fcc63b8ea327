/** Where a mapped claim can go. */
export type MappingLocation = 'header' | 'query' | 'path' | 'form'

/** The names that clients may not send, because claims are mapped to them: folded, per location. */
export interface MappedNames {
  readonly header: ReadonlySet<string>
  readonly query: ReadonlySet<string>
  readonly path: ReadonlySet<string>
  readonly form: ReadonlySet<string>
}
