import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { packAll, temporaryFolder } from '../../packaging/pack.js'
import { createConsumer } from './consumer.js'

const MEGABYTE = 1024 * 1024
const MOST_PACKAGES = 3
/** With source maps, which hold the sources. */
const MOST_BYTES_OF_OURS = 1.5 * MEGABYTE
/** The one dependency, jose, is a third of a MiB. */
const MOST_BYTES = 1.75 * MEGABYTE

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true }))

test('core and the Express adapter stay a small install', async () => {
  const packages = await packAll(folder)
  const wanted = packages.filter(({ name }) => name === '@meishi/core' || name === '@meishi/express')
  // Peers are what the application has anyway.
  const consumer = await createConsumer(join(folder, 'consumer'), wanted, {}, ['--legacy-peer-deps'])
  const files = await listFiles(join(consumer.folder, 'node_modules'))
  const installed = files.filter((file) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
  const bytes = await sizeOf(files)
  const ours = await sizeOf(files.filter((file) => file.includes('node_modules/@meishi/')))

  console.log(
    `@meishi/core and @meishi/express: ${installed.length} packages, ${bytes} bytes, ${ours} of them ours`,
  )
  expect(installed.length).toBeLessThanOrEqual(MOST_PACKAGES)
  expect(ours).toBeLessThanOrEqual(MOST_BYTES_OF_OURS)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})

async function listFiles(parent: string): Promise<readonly string[]> {
  const entries = await readdir(parent, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
}

async function sizeOf(files: readonly string[]): Promise<number> {
  return (await Promise.all(files.map((file) => stat(file)))).reduce((total, { size }) => total + size, 0)
}
