import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packAll, temporaryFolder } from '../../packaging/pack.js'
import { type Consumer, createConsumer, doorsOf, EXPRESS_VERSIONS } from './consumer.js'
import { COMMONJS, ES_MODULE } from './runtime-app.js'
import { APP, REFUSED, refusedProgram } from './typescript-app.js'

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
const packages = await packAll(folder)

describe.each(Object.entries(EXPRESS_VERSIONS))('with %s', (version, dependencies) => {
  let consumer: Consumer

  beforeAll(async () => {
    consumer = await createConsumer(join(folder, version.replace(' ', '-')), packages, dependencies)
    const doors = doorsOf(packages).map((door, index) => `export * as door${index} from '${door}'\n`)
    await consumer.write('app.ts', APP)
    await consumer.write('app.cts', APP)
    await consumer.write('doors.ts', doors.join(''))
  })

  test.each(Object.entries(SETTINGS))('an application compiles for %s', async (_name, [options, app]) => {
    expect(await consumer.compile(options, [app, 'doors.ts'])).toEqual([])
  })

  test('what would fail when it runs does not compile, each for its own reason', async () => {
    const files = REFUSED.map((_, index) => `refused-${index}.ts`)
    await Promise.all(
      REFUSED.map(([, , program], index) => consumer.write(`refused-${index}.ts`, refusedProgram(program))),
    )
    const lines = await consumer.compile(STRICTEST, files)
    const found = lines
      .map((line) => /^(refused-\d+\.ts)\(\d+,\d+\): error (TS\d+):/.exec(line))
      .filter((match) => match !== null)
    const codes = REFUSED.map(([reason], index) => [
      reason,
      found.filter(([, file]) => file === `refused-${index}.ts`).map(([, , code]) => code),
    ])
    expect(codes, lines.join('\n')).toEqual(REFUSED.map(([reason, code]) => [reason, [code]]))
  })

  test.each([
    ['an ES module', 'serve.mjs', ES_MODULE],
    ['a CommonJS module', 'serve.cjs', COMMONJS],
  ])('%s answers 401 without a token and 200 with one', async (_name, file, program) => {
    await consumer.write(file, program)
    expect(await consumer.run(file)).toEqual([
      [401, expect.any(String)],
      [200, 'alice'],
    ])
  })

  test('require and import give the same modules, whichever door', async () => {
    const doors = doorsOf(packages)
    await consumer.write(
      'doors.cjs',
      `Promise.all(${JSON.stringify(doors)}.map(async (door) => require(door) === (await import(door)) && door))
        .then((same) => console.log(JSON.stringify(same)))`,
    )
    expect(await consumer.run('doors.cjs')).toEqual(doors)
  })
})
