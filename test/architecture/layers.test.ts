import { describe, expect, test } from 'vitest'
import { type Module, packageNames, readModules } from './modules.js'

/** The layers of core from top to bottom. A module imports from its own layer or a lower one. */
const LAYERS: readonly (readonly [layer: string, modules: RegExp])[] = [
  ['doors', /^(index|adapter|testing(\/.*)?)$/],
  [
    'compositions',
    /^(create-\w+|authenticate|deciders|find-token|verify-token|read-token|protect|admit|attach-jwt|proofs|controls|route-handles|family(-\w+)?|report|problem-details|edit-request|options\/.*|mount\/.*|handlers\/.*|guards\/(require-\w+|combine)|replay\/memory-.*|revocation\/(?!revocation-(list|entry)$).*)$/,
  ],
  ['stages', /^stages\//],
  ['policy', /^(policy|attempt|outcome|request-state|claim-mapping|status|lineage)$/],
  ['keys', /^(keys|cache|stores)\//],
  ['jose, http', /^(jose|http)\//],
  [
    'words',
    /^(errors\/.*|awaitable|time|token|standard-schema|decision|generator\/.*|guards\/guard|replay\/replay-store|revocation\/revocation-(list|entry))$/,
  ],
]

const core = readModules('core')
const layerOf = (name: string): number => LAYERS.findIndex(([, modules]) => modules.test(name))

describe('core', () => {
  test('every module has a layer', () => {
    expect(core.filter((module) => layerOf(module.name) < 0).map((module) => module.name)).toEqual([])
  })

  test('imports point down', () => {
    const upward = core.flatMap((module) =>
      module.imports
        .filter((name) => layerOf(name) < layerOf(module.name))
        .map((name) => `${module.name} → ${name}`),
    )
    expect(upward).toEqual([])
  })

  test('stages never import each other', () => {
    const siblings = core
      .filter((module) => module.name.startsWith('stages/'))
      .flatMap((module) =>
        module.imports.filter((name) => name.startsWith('stages/')).map((name) => `${module.name} → ${name}`),
      )
    expect(siblings).toEqual([])
  })

  test('nothing but the doors imports a door', () => {
    const inside = core.filter((module) => !/^(index|adapter|testing)$/.test(module.name))
    const users = inside.filter((module) =>
      module.imports.some((name) => /^(index|adapter|testing)$/.test(name)),
    )
    expect(users.map((module) => module.name)).toEqual([])
  })
})

describe.each(packageNames())('%s', (packageName) => {
  const modules = readModules(packageName)

  test('has no import cycle, types included', () => {
    expect(findCycle(modules)).toEqual([])
  })

  // The command line tool is made of the other packages.
  test.skipIf(packageName === 'cli')('imports core by its doors, and no sibling package', () => {
    const foreign = modules.flatMap((module) => module.packages.filter((name) => name.startsWith('@meishi/')))
    const doors =
      packageName === 'core' ? [] : ['@meishi/core', '@meishi/core/adapter', '@meishi/core/testing']
    expect(foreign.filter((name) => !doors.includes(name))).toEqual([])
  })
})

function findCycle(modules: readonly Module[]): readonly string[] {
  const byName = new Map(modules.map((module) => [module.name, module]))
  const done = new Set<string>()
  const visit = (name: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name]
    if (done.has(name)) return []
    for (const next of byName.get(name)?.imports ?? []) {
      const cycle = visit(next, [...trail, name])
      if (cycle.length > 0) return cycle
    }
    done.add(name)
    return []
  }
  return modules.map((module) => visit(module.name, [])).find((cycle) => cycle.length > 0) ?? []
}
