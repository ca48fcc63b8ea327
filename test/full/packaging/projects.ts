import type { PackedPackage } from '../../packaging/pack.js'
import { EXPRESS } from './apps/express.js'
import { FASTIFY } from './apps/fastify.js'
import { KOA } from './apps/koa.js'
import { NO_FRAMEWORK } from './apps/no-framework.js'
import type { Dependencies } from './consumer.js'
import type { ConsumerApp } from './consumer-app.js'

/** A project of somebody else: what it installs of ours, what else it needs, and what it writes. */
export interface Project {
  readonly adapter?: string
  readonly dependencies: Dependencies
  readonly app: ConsumerApp
}

const node = { '@types/node': '^20' }

export const PROJECTS: Readonly<Record<string, Project>> = {
  'Express 4': {
    adapter: '@meishi/express',
    dependencies: { express: '^4', '@types/express': '^4', ...node },
    app: EXPRESS,
  },
  'Express 5': {
    adapter: '@meishi/express',
    dependencies: { express: '^5', '@types/express': '^5', ...node },
    app: EXPRESS,
  },
  'Koa 2': { adapter: '@meishi/koa', dependencies: { koa: '^2', '@types/koa': '^2', ...node }, app: KOA },
  'Koa 3': { adapter: '@meishi/koa', dependencies: { koa: '^3', '@types/koa': '^3', ...node }, app: KOA },
  'Fastify 5': { adapter: '@meishi/fastify', dependencies: { fastify: '^5', ...node }, app: FASTIFY },
  'no framework': { dependencies: node, app: NO_FRAMEWORK },
}

const ADAPTERS = new Set(Object.values(PROJECTS).map(({ adapter }) => adapter))

/** A project with a framework installs core and its adapter; the one without installs everything but the adapters. */
export function packagesOf(
  { adapter }: Project,
  packages: readonly PackedPackage[],
): readonly PackedPackage[] {
  return packages.filter(({ name }) => {
    if (adapter === undefined) return !ADAPTERS.has(name)
    return name === '@meishi/core' || name === adapter
  })
}
