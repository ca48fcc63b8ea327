import type { Redis } from 'ioredis'

/** What comes after it cannot be needed: the Redis that runs here does not have it either. */
const DOCUMENTED = '7.0.99'

/** Changes of whole commands, and whether arguments make use of them. One that is not here counts as used. */
const LATER_USES: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  'SET 7.0.0': (args) => args.includes('NX') && args.includes('GET'),
  'INFO 7.0.0': (args) => args.length > 1,
  'XADD 7.0.0': (args) => args.some((arg) => /^\d+-\*$/.test(arg)),
  'PEXPIREAT 7.0.0': (args) => args.length > 2,
}

/** Of a command whose last arguments are data, how many words come first. */
const WORDS_FIRST: Readonly<Record<string, number>> = { EVAL: 1 }

/** What a server says of one of its commands. */
export interface CommandDocs {
  readonly since: string
  /** Its options, by the word that stands for them, with the version that brought them. */
  readonly tokens: ReadonlyMap<string, string>
  /** Versions that made more of its arguments. */
  readonly history: readonly (readonly [version: string, change: string])[]
}

/** Asks a server, which must be 7.0 or later, what it knows of its commands. */
export async function readCommandDocs(
  client: Redis,
  names: readonly string[],
): Promise<ReadonlyMap<string, CommandDocs>> {
  const answer = (await client.call('COMMAND', 'DOCS', ...names)) as readonly unknown[]
  const found = new Map<string, CommandDocs>()
  for (const [name, docs] of pairs(answer)) {
    const facts = new Map(pairs(docs as readonly unknown[]))
    const tokens = new Map<string, string>()
    collectTokens(facts.get('arguments') as readonly unknown[] | undefined, tokens)
    found.set(name.toUpperCase(), {
      since: String(facts.get('since')),
      tokens,
      history: (facts.get('history') ?? []) as CommandDocs['history'],
    })
  }
  return found
}

/** What of a command a version does not know: the command, its options, and what later versions made more of. */
export function unknownTo(
  version: string,
  command: readonly string[],
  docs: ReadonlyMap<string, CommandDocs>,
): string[] {
  const [name = '', ...args] = command
  const facts = docs.get(name)
  if (facts === undefined || isLater(facts.since, version)) return [name]
  const words = args.slice(0, WORDS_FIRST[name])
  const late = words.filter((arg) => isLater(facts.tokens.get(arg.toUpperCase()) ?? '0.0.0', version))
  const uses = facts.history
    .filter(([since]) => isLater(since, version) && !isLater(since, DOCUMENTED))
    .filter(([since]) => LATER_USES[`${name} ${since}`]?.(args) ?? true)
    .map(([, change]) => change)
  return [...late, ...uses].map((what) => `${name}: ${what}`)
}

/** Whether one version comes after another. */
function isLater(version: string, than: string): boolean {
  const [ours, theirs] = [version, than].map((text) => text.split('.').map(Number))
  const at = [0, 1, 2].find((index) => ours?.[index] !== theirs?.[index])
  return at !== undefined && (ours?.[at] ?? 0) > (theirs?.[at] ?? 0)
}

/** Where a word stands in several places, the latest of them counts. */
function collectTokens(specs: readonly unknown[] = [], into: Map<string, string>, since = '0.0.0'): void {
  for (const spec of specs) {
    const facts = new Map(pairs(spec as readonly unknown[]))
    const own = String(facts.get('since') ?? since)
    const token = facts.get('token')
    if (typeof token === 'string' && !isLater(into.get(token) ?? '0.0.0', own)) into.set(token, own)
    collectTokens(facts.get('arguments') as readonly unknown[] | undefined, into, own)
  }
}

function pairs(flat: readonly unknown[]): [name: string, value: unknown][] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1]]] : []))
}
