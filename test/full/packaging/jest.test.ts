import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packAll, temporaryFolder } from '../../packaging/pack.js'
import { run } from '../../packaging/run.js'
import { createConsumer } from './consumer.js'
import { JEST_PROJECTS } from './jest-project.js'
import { installNodes } from './nodes.js'

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true }))
const [packages, nodes] = await Promise.all([packAll(folder), installNodes(folder)])
const wanted = packages.filter(({ name }) => name === '@meishi/core' || name === '@meishi/express')
const tools = { express: '^5', jest: '^30.4', '@babel/preset-env': '^7' }
const consumer = await createConsumer(join(folder, 'jest'), wanted, tools)
const jest = join(consumer.folder, 'node_modules/jest/bin/jest.js')

describe.each(Object.entries(JEST_PROJECTS))(
  'a project of %s',
  (name, { files, config, switches, runsOn }) => {
    const project = name.replaceAll(' ', '-')

    describe.each(nodes.filter(({ line }) => runsOn(line)))('on $name', ({ path = '' }) => {
      test.skipIf(path === '')('tests its app with jest', async () => {
        const { type, ...programs } = files
        await consumer.write(`${project}/package.json`, JSON.stringify({ type, jest: config }))
        for (const [file, text] of Object.entries(programs)) await consumer.write(`${project}/${file}`, text)

        const arguments_ = [jest, '--ci', '--cacheDirectory', 'cache']
        const ended = await run(path, arguments_, join(consumer.folder, project), { NODE_OPTIONS: switches })

        expect(ended.stderr).toMatch(/Tests: +2 passed, 2 total/)
        expect(ended.code).toBe(0)
      })
    })
  },
)
