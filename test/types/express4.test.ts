import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const project = fileURLToPath(new URL('tsconfig.express4.json', import.meta.url))

test('the types hold with those of Express 4', { timeout: 60_000 }, async () => {
  const compiled = promisify(execFile)(process.execPath, [compiler, '--noEmit', '-p', project])
  const output = await compiled.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )

  expect(output).toBe('')
})
