import { Refusal } from './errors/refusal.js'
import type { MappingLocation } from './http/mapped-names.js'
import { memberAt } from './jose/own-member.js'
import type { JwtClaims } from './token.js'

/** Where a claim goes: a header, a query parameter, a path parameter, or a field of the form or JSON body. */
export type MappingTarget =
  | { readonly header: string }
  | { readonly query: string }
  | { readonly path: string }
  | { readonly form: string }

/** Hands one claim on to handlers and backends under a name that clients cannot send. */
export interface ClaimMapping {
  /** Name of the claim, or the path to a nested one: `['realm_access', 'roles']`. */
  readonly claim: string | readonly string[]
  readonly to: MappingTarget
  /**
   * `percent`: text as it is, `%`, `,` and all but visible ASCII percent-encoded, array items joined by commas,
   * objects as JSON. `base64url`: the claim's JSON, which keeps its type.
   * @default 'percent'
   */
  readonly encoding?: 'percent' | 'base64url'
}

/** A mapping as the policy holds it. */
export interface PlannedMapping {
  readonly path: readonly string[]
  readonly location: MappingLocation
  readonly name: string
  readonly encoding: 'percent' | 'base64url'
}

/** One value that the adapter is to write into the request. */
export interface Assignment {
  readonly location: MappingLocation
  readonly name: string
  readonly value: string
}

const NOTHING: readonly Assignment[] = Object.freeze([])

/**
 * Works out what is to be written, before anything is. A claim that is absent, `null` or `[]` writes nothing;
 * the client's own value is gone all the same.
 *
 * @param takesForm - whether the request has a form to write into, or one can be made; asked where it matters
 * @throws {@link Refusal} `claim_refused` where a path parameter would be empty, `.` or `..`
 */
export function planAssignments(
  mappings: readonly PlannedMapping[],
  claims: JwtClaims,
  takesForm: () => boolean = () => true,
): readonly Assignment[] {
  if (mappings.length === 0) return NOTHING
  const assignments: Assignment[] = []
  for (const { path, location, name, encoding } of mappings) {
    if (location === 'form' && !takesForm()) continue
    const claim = memberAt(claims, path)
    if (claim === undefined || claim === null || (Array.isArray(claim) && claim.length === 0)) continue
    const text = encoding === 'percent' ? encodeClaim(claim) : encodeJson(claim)
    const value = location === 'path' ? pathSegment(text, path) : text
    assignments.push({ location, name, value })
  }
  return assignments
}

/** Text for one claim: the only bare commas stand between the items of an array. */
export function encodeClaim(claim: unknown): string {
  return Array.isArray(claim) ? claim.map(encodeItem).join(',') : encodeItem(claim)
}

function encodeItem(item: unknown): string {
  return encodeText(typeof item === 'string' ? item : JSON.stringify(item))
}

function encodeJson(claim: unknown): string {
  return Buffer.from(JSON.stringify(claim)).toString('base64url')
}

function encodeText(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]|[%,]/gu, encodeURIComponent)
}

function pathSegment(text: string, path: readonly string[]): string {
  if (text === '' || text === '.' || text === '..')
    throw new Refusal('claim_refused', { claim: path.join('.') })
  return text.replace(/[/\\?#]/g, encodeURIComponent)
}
