import { createRecentMap } from '../cache/recent-map.js'
import type { KeyLabel } from '../jose/import-key.js'
import type { JsonObject } from '../jose/json-object.js'
import type { Seconds } from '../time.js'
import { isElsewhere, metadataUrls, readMetadata } from './discover-issuer.js'
import { type EndpointRules, endpointName, endpointProblem } from './endpoint-url.js'
import type { Fetch } from './fetch.js'
import { FetchFailure } from './fetch-failure.js'
import { type FetchedJson, fetchJson } from './fetch-json.js'
import { FetchQueue } from './fetch-queue.js'
import { fileName, loadKeyFile } from './file-keys.js'
import type { Published } from './import-published.js'
import { KeptDocument, type Loaded } from './kept-document.js'
import { readKeySet } from './key-set.js'
import { createFetch } from './node-fetch.js'
import { lookUpPublic } from './public-address.js'
import { FRESHNESS, METADATA_FRESH_FOR, REMOTE_DEFAULTS, type RemoteSettings } from './remote-settings.js'
import { WeakRegistry } from './weak-registry.js'

/** What documents may take in memory that nobody uses at present. */
const MOST_BYTES_AT_REST = 8 * 1024 * 1024
const DOCUMENT_BYTES = 1000

/**
 * Every document from elsewhere that a family of handles uses, each once: who names the same endpoint shares its
 * fetches and its cooldown, and no trust. What is let go rests for a while, so that a tenant which was dropped and
 * comes back finds its keys, its back-off and its cooldown as they were.
 */
export class KeyPool {
  readonly settings: RemoteSettings
  readonly #queue: FetchQueue
  readonly #documents = new WeakRegistry<KeptDocument<unknown>>()
  readonly #resting = createRecentMap<KeptDocument<unknown>>(MOST_BYTES_AT_REST)

  constructor(settings: RemoteSettings = REMOTE_DEFAULTS) {
    this.settings = settings
    this.#queue = new FetchQueue(settings.timeout)
  }

  /** The key set at an endpoint. */
  keysAt(url: string, rules: EndpointRules): KeptDocument<Published> {
    const place = endpointName(new URL(url))
    const { freshFor } = this.settings
    return this.#document(nameOf('keys', url, rules), place, async (tag) =>
      loaded(await this.#fetch(url, rules, tag), (json) => readKeySet(json, place), freshFor),
    )
  }

  /** Where an issuer says that its keys are. */
  metadataOf(issuer: string, rules: EndpointRules): KeptDocument<string> {
    const place = endpointName(new URL(issuer))
    let urls = metadataUrls(issuer)
    return this.#document(nameOf('metadata', issuer, rules), place, async (tag) => {
      const [url, answer] = await this.#fetchFirst(urls, rules, tag)
      const result = loaded(answer, (json) => locate(json, issuer, place, rules), METADATA_FRESH_FOR)
      urls = [url, ...urls.filter((other) => other !== url)]
      return result
    })
  }

  /** The keys in a file. */
  keysInFile(path: string, label: KeyLabel): KeptDocument<Published> {
    const freshFor = this.settings.filePoll
    const name = JSON.stringify(['file', path, label])
    const load = async (tag?: string): Promise<Loaded<Published>> => {
      return { ...(await loadKeyFile(path, label, tag)), freshFor }
    }
    return this.#document(name, fileName(path), load, freshFor)
  }

  /** Keeps a document that somebody has no more use for. */
  rest(document: KeptDocument<unknown>): void {
    this.#resting.set(document.name, document, DOCUMENT_BYTES + 2 * document.bytes)
  }

  /** Stops every fetch, for good. */
  close(): void {
    this.#queue.close()
    this.#resting.clear()
  }

  #document<Value>(
    name: string,
    place: string,
    load: (tag?: string) => Promise<Loaded<Value>>,
    cooldown = this.settings.cooldown,
  ): KeptDocument<Value> {
    const { clock, staleFor } = this.settings
    const make = (): KeptDocument<unknown> =>
      new KeptDocument<unknown>({ name, place, clock, load, staleFor, cooldown })
    return this.#documents.get(name, make) as KeptDocument<Value>
  }

  /** The first place that does not say that the metadata is elsewhere. */
  async #fetchFirst(
    [url = '', ...others]: readonly string[],
    rules: EndpointRules,
    tag: string | undefined,
  ): Promise<[string, FetchedJson]> {
    try {
      return [url, await this.#fetch(url, rules, tag)]
    } catch (error) {
      if (others.length === 0 || !isElsewhere(error)) throw error
      return this.#fetchFirst(others, rules, undefined)
    }
  }

  async #fetch(url: string, rules: EndpointRules, tag: string | undefined): Promise<FetchedJson> {
    const { clock, fetch = rules.privateHosts === undefined ? fetchAnywhere : this.#publicOnly(url, rules) } =
      this.settings
    return fetchJson({ fetch, queue: this.#queue, clock }, url, endpointName(new URL(url)), tag)
  }

  #publicOnly(url: string, { privateHosts }: EndpointRules): Fetch {
    return privateHosts?.has(new URL(url).hostname) === true ? fetchAnywhere : fetchPublic
  }
}

const fetchAnywhere = createFetch()
const fetchPublic = createFetch(lookUpPublic)

/** Who may ask for less shares nothing with who may ask for more. */
function nameOf(kind: string, url: string, { allowInsecureHttp, privateHosts }: EndpointRules): string {
  return JSON.stringify([kind, url, allowInsecureHttp, privateHosts && [...privateHosts]])
}

function loaded<Value>(
  { json, bytes, tag, freshFor }: FetchedJson,
  read: (json: JsonObject) => Value,
  unsaid: Seconds,
): Loaded<Value> {
  const asked = freshFor ?? unsaid
  return {
    value: json && read(json),
    bytes,
    tag,
    freshFor: Math.min(FRESHNESS.most, Math.max(FRESHNESS.least, asked)),
  }
}

/** An issuer that is reached over https does not send anybody to an endpoint without, not even on this machine. */
function locate(json: JsonObject, issuer: string, place: string, rules: EndpointRules): string {
  const url = readMetadata(json, issuer, place)
  const problem = endpointProblem(url, rules)
  const isDowngrade = issuer.startsWith('https:') && !url.startsWith('https:') && !rules.allowInsecureHttp
  if (problem !== undefined) throw new FetchFailure(`${place} names a jwks_uri that ${problem}`)
  if (isDowngrade) throw new FetchFailure(`${place} names a jwks_uri that is no https URL`)
  return url
}
