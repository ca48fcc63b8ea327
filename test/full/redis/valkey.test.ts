import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runTests } from './run-tests.js'

const found = spawnSync('sh', ['-c', 'command -v valkey-server'], { encoding: 'utf8' }).stdout.trim()

/** `npm run test:full` installs it where Debian has it. Without it nothing is wrong with what runs on Redis. */
const describeOnValkey = found === '' ? describe.skip : describe

describeOnValkey(found === '' ? 'on Valkey (there is no valkey-server here)' : 'on Valkey', () => {
  let folder: string
  let env: NodeJS.ProcessEnv
  beforeAll(() => {
    // Tests find their server by its name, so a folder that comes first decides which it is.
    folder = mkdtempSync(join(tmpdir(), 'meishi-valkey-'))
    symlinkSync(found, join(folder, 'redis-server'))
    const outer = Object.entries(process.env).filter(([name]) => !/^(VITE|TINYPOOL|NODE_ENV)/.test(name))
    env = { ...Object.fromEntries(outer), PATH: `${folder}${delimiter}${process.env.PATH}` }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the server that tests find is one', () => {
    const { stdout } = spawnSync('redis-server', ['--version'], { env, encoding: 'utf8' })
    expect(stdout).toMatch(/^Valkey server v=/)
  })

  test.each([
    ['everything that runs on one Redis', 'vitest.config.ts', ['packages/redis', 'test/redis']],
    ['a Cluster and a Sentinel', 'vitest.full.config.ts', ['test/full/redis/contract.test.ts']],
    ['four processes and every fault', 'vitest.full.config.ts', ['test/full/redis/faults.test.ts']],
  ])('%s', { timeout: 600_000 }, async (_what, config, paths) => {
    const { failed, skipped, passed } = await runTests(config, paths, env, folder)
    expect(failed).toEqual([])
    expect(skipped).toBe(0)
    expect(passed).toBeGreaterThan(9)
  })
})
