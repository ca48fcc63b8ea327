import type { RevocationList } from '@meishi/core'
import type { Report } from '../session-event.js'
import type { SessionSettings } from '../settings.js'
import type { SessionStore } from '../store/session-store.js'
import type { TokenChecks } from '../tokens/check-tokens.js'

/** What rules act on. */
export interface SessionParts {
  readonly settings: SessionSettings
  readonly store: SessionStore
  readonly revoke: RevocationList['revoke']
  readonly checks: TokenChecks
  readonly report: Report
}
