import type { RefusalCode } from './error-codes.js'
import type { RefusalDetail } from './refusal-detail.js'

/**
 * What a stage throws to refuse a request. No Error, because it needs no stack;
 * `AuthError` is made of it where the profile is known.
 */
export class Refusal {
  constructor(
    readonly code: RefusalCode,
    readonly detail: RefusalDetail = {},
  ) {}
}
