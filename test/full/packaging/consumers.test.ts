import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packAll, temporaryFolder } from '../../packaging/pack.js'
import { type Consumer, createConsumer, doorsOf } from './consumer.js'
import { asCommonJs, asEsModule, REPORTED } from './consumer-app.js'
import { installNodes } from './nodes.js'
import { PROJECTS, packagesOf } from './projects.js'

const NODE = { module: 'nodenext', strict: true, types: ['node'] }
const STRICTEST = {
  ...NODE,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
}
const NODE_10 = {
  module: 'commonjs',
  moduleResolution: 'node10',
  ignoreDeprecations: '6.0',
  skipLibCheck: true,
}

const SETTINGS: Readonly<Record<string, readonly [options: object, app: string]>> = {
  'ES modules of Node': [{ ...NODE, skipLibCheck: true }, 'app.ts'],
  'CommonJS of Node': [{ ...NODE, skipLibCheck: true }, 'app.cts'],
  'a bundler': [
    { ...NODE, module: 'esnext', moduleResolution: 'bundler', lib: ['es2022'], skipLibCheck: true },
    'app.ts',
  ],
  'the strictest settings, declarations checked too': [STRICTEST, 'app.ts'],
}

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true }))
const [packages, nodes] = await Promise.all([packAll(folder), installNodes(folder)])

describe.each(Object.entries(PROJECTS))('a project with %s', (name, project) => {
  const { app, dependencies } = project
  const installed = packagesOf(project, packages)
  const doors = doorsOf(installed)
  let consumer: Consumer

  beforeAll(async () => {
    consumer = await createConsumer(join(folder, name.replace(' ', '-')), installed, dependencies)
    await consumer.write('app.ts', app.prelude + app.program)
    await consumer.write('app.cts', app.prelude + app.program)
    await consumer.write(
      'doors.ts',
      doors.map((door, index) => `export * as door${index} from '${door}'\n`).join(''),
    )
    await consumer.write('serve.mjs', asEsModule(app))
    await consumer.write('serve.cjs', asCommonJs(app))
    await consumer.write(
      'doors.cjs',
      `Promise.all(${JSON.stringify(doors)}.map(async (door) => require(door) === (await import(door)) && door))
        .then((same) => console.log(JSON.stringify(same)))`,
    )
  })

  test.each(Object.entries(SETTINGS))('compiles for %s', async (_name, [options, file]) => {
    expect(await consumer.compile(options, [file, 'doors.ts'])).toEqual([])
  })

  test('does not find the packages with the resolution of Node 10', async () => {
    const lines = await consumer.compile(NODE_10, ['app.ts'])
    expect(lines.join('\n')).toContain("error TS2307: Cannot find module '@meishi/core'")
  })

  test('what would fail when it runs does not compile, each for its own reason', async () => {
    const files = app.refused.map((_, index) => `refused-${index}.ts`)
    await Promise.all(
      app.refused.map(([, , program], index) =>
        consumer.write(`refused-${index}.ts`, `${app.prelude}${program}\nexport {}\n`),
      ),
    )
    const lines = await consumer.compile(STRICTEST, files)
    const found = lines
      .map((line) => /^(refused-\d+\.ts)\(\d+,\d+\): error (TS\d+):/.exec(line))
      .filter((match) => match !== null)
    const codes = app.refused.map(([reason], index) => [
      reason,
      found.filter(([, file]) => file === `refused-${index}.ts`).map(([, , code]) => code),
    ])
    expect(codes, lines.join('\n')).toEqual(app.refused.map(([reason, code]) => [reason, [code]]))
  })

  describe.each(nodes)('on $name', ({ path }) => {
    test.skipIf(path === undefined).each(['serve.mjs', 'serve.cjs'])('%s answers', async (file) => {
      expect(await consumer.run(file, path)).toEqual(REPORTED)
    })

    test.skipIf(path === undefined)('require and import give the same modules, whichever door', async () => {
      expect(await consumer.run('doors.cjs', path)).toEqual(doors)
    })
  })
})
