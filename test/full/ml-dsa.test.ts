import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root, temporaryFolder } from '../packaging/pack.js'
import { run } from '../packaging/run.js'
import { installNode } from './packaging/nodes.js'

/** What has to be seen with each of the three: signed, verified, issued, made and read by the command line tool. */
const SEEN = [
  'where Node has ML-DSA %s verifies, and refuses a forgery',
  'where Node has ML-DSA a key for %s is AKP, and signs what it verifies',
  'a key for %s is bound to its algorithm and its use, and the public part has nothing private',
  'a new key signs with %s',
  'meishi, %s reads what meishi issues, and refuses a forgery of it',
  'jose, %s reads what meishi issues, and refuses a forgery of it',
  'jose, %s issues what meishi reads',
]
const FILES = ['packages/core/src/jose', 'packages/issuer/src', 'test/interop/jws', 'test/cli/keygen']

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true }))
const node = await installNode(folder, 24)

test.skipIf(node.path === undefined)(`on ${node.name}, every test of ML-DSA passes`, async () => {
  const args = ['run', '--config', 'vitest.config.ts', '--reporter=json', '-t', 'ML-DSA', ...FILES]
  const { stdout } = await run(node.path ?? '', [join(root, 'node_modules/vitest/vitest.mjs'), ...args], root)
  const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Report
  const ended = testResults.flatMap(({ assertionResults }) => assertionResults)
  expect(ended.filter(({ status }) => status === 'failed')).toEqual([])
  const passed = ended.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName)
  const wanted = [44, 65, 87].flatMap((size) => SEEN.map((name) => name.replace('%s', `ML-DSA-${size}`)))
  expect(wanted.filter((name) => !passed.includes(name))).toEqual([])
})
