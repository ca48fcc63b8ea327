import { afterAll } from 'vitest'
import type { Application, Framework, Site } from './frameworks/framework.js'
import { FRAMEWORKS } from './frameworks.js'
import { keepLine } from './kept-line.js'

/** For a name that it has met before, the same again. */
type Kept<Thing> = (name: string, create: () => Application) => Promise<Thing>

/** Serves applications of one framework until the suite around has finished. All requests to one of them go over one connection. */
export function keepSite({ serve }: Pick<Framework, 'serve'>): Kept<Site> {
  const kept = new Map<string, Promise<Site>>()
  const lines: (() => Promise<void>)[] = []
  const sites: (() => Promise<void>)[] = []
  afterAll(async () => {
    const hungUp = await Promise.allSettled(lines.map((close) => close()))
    await Promise.all(sites.map((close) => close()))
    await Promise.all(hungUp.map((each) => (each.status === 'rejected' ? Promise.reject(each.reason) : each)))
  })
  const start = async (application: Application): Promise<Site> => {
    const site = await serve(application, (close) => sites.push(close))
    const { ask, close } = keepLine(site.port)
    lines.push(close)
    return { ...site, ask }
  }
  return (name, create) => {
    const site = kept.get(name) ?? start(create())
    kept.set(name, site)
    return site
  }
}

/** One application in every framework, by the name of the framework. */
export type Sites = ReadonlyMap<string, Site>

/** The same for all frameworks. */
export function keepSites(): Kept<Sites> {
  const kept = FRAMEWORKS.map((framework) => [framework.name, keepSite(framework)] as const)
  return async (name, create) => {
    const starting = kept.map(async ([framework, siteOf]) => [framework, await siteOf(name, create)] as const)
    return new Map(await Promise.all(starting))
  }
}
