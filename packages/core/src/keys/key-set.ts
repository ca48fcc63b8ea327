import { ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import type { JsonObject } from '../jose/json-object.js'
import { FetchFailure } from './fetch-failure.js'
import { importPublished, type Published } from './import-published.js'

/** What stands behind so many keys is not kept, nor told of: half a MiB can hold a quarter of a million. */
const MOST_KEPT = 200

/**
 * Reads a JWK Set (RFC 7517, section 5).
 *
 * @throws {@link FetchFailure} where nothing in it could ever check a signature: then the set before it stays
 */
export function readKeySet(json: JsonObject, place: string): Published {
  const { keys } = json
  if (!Array.isArray(keys)) throw new FetchFailure(`${place} gave no key set`, { isContent: true })
  return checkUsable({ jwks: keys.slice(0, MOST_KEPT) }, place)
}

/** @throws {@link FetchFailure} where none of the keys is good for anything */
export function checkUsable(published: Published, place: string): Published {
  const { imported, skipped } = importPublished(published, ASYMMETRIC_ALGORITHMS)
  if (imported.length > 0) return published
  const [first] = skipped
  const why = first === undefined ? '' : `: ${first.reason}`
  throw new FetchFailure(`${place} gave no usable key${why}`, { isContent: true })
}
