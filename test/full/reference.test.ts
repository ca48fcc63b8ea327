import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('the reference of every door can be written, without a broken link or a name that is not exported', async () => {
  const typedoc = fileURLToPath(new URL('../../node_modules/typedoc/bin/typedoc', import.meta.url))
  const { stderr } = await promisify(execFile)(process.execPath, [typedoc, '--emit', 'none'], { cwd: root })
  expect(stderr).not.toContain('[warning]')
})
