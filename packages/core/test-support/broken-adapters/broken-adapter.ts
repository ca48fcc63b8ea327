import type { AdapterParts } from '../http-adapter.js'

/** One fault that an adapter could have, and the cases that must all find it. */
export interface BrokenAdapter {
  readonly name: string
  readonly parts: Partial<AdapterParts>
  readonly foundBy: RegExp
}
