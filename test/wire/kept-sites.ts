import { afterAll } from 'vitest'
import type { Application, Site } from './frameworks/framework.js'
import { FRAMEWORKS } from './frameworks.js'

/** One application in every framework, by the name of the framework. */
export type Sites = ReadonlyMap<string, Site>

/** Serves applications until the suite around has finished; for a name that it has served before, the same again. */
export function keepSites(): (name: string, create: () => Application) => Promise<Sites> {
  const kept = new Map<string, Promise<Sites>>()
  const closing: (() => Promise<void>)[] = []
  afterAll(async () => void (await Promise.all(closing.map((close) => close()))))
  const serve = async (create: () => Application): Promise<Sites> =>
    new Map(
      await Promise.all(
        FRAMEWORKS.map(
          async ({ name, serve }) => [name, await serve(create(), (close) => closing.push(close))] as const,
        ),
      ),
    )
  return (name, create) => {
    const sites = kept.get(name) ?? serve(create)
    kept.set(name, sites)
    return sites
  }
}
