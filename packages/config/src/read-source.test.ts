import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from '@meishi/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { broken, failure, good, told } from '../test-support/broken-plugin.js'
import { type ConfigSource, loadJwtPlugin } from './index.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meishi-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function written(content: string | Uint8Array, name = 'jwt-plugin.yaml'): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

describe('a file', () => {
  test('is read by its path or its URL', () => {
    const file = written(good, 'jwt plugin.yaml')
    expect(loadJwtPlugin({ file })).toEqual(loadJwtPlugin(good))
    expect(loadJwtPlugin({ file: pathToFileURL(file) })).toEqual(loadJwtPlugin(good))
  })

  test('may begin with a byte order mark', () => {
    expect(loadJwtPlugin({ file: written(`\uFEFF${good}`) })).toEqual(loadJwtPlugin(good))
  })

  test('is named in front of line and column', () => {
    const file = written(broken('X-Token', '""'))
    const problem = `${file}:1:12: parameter: expected a string that is not empty`
    expect(failure({ file }).message).toBe(`Invalid JWT plugin configuration: ${problem}`)
    expect(failure({ file: pathToFileURL(file) })).toMatchObject({
      file,
      line: 1,
      column: 12,
      path: 'parameter',
    })
  })

  test.each([
    ['is missing', () => join(folder, 'none.yaml'), 'expected a file that can be read; got ENOENT'],
    ['is a folder', () => folder, 'expected a file, not a folder or a device'],
    ['is a device', () => '/dev/zero', 'expected a file, not a folder or a device'],
    ['has no possible name', () => 'a\0b', 'expected a file that can be read; got ERR_INVALID_ARG_VALUE'],
    ['is too large', () => written('#'.repeat(1_048_577)), 'expected at most 1048576 bytes'],
    ['is no UTF-8', () => written(Buffer.from('parameter: Zürich', 'latin1')), 'expected text in UTF-8'],
  ])('that %s is named, without a place', (_title, make, problem) => {
    const file = make()
    const error = failure({ file })
    expect(error.message).toBe(`Invalid JWT plugin configuration: ${file}: ${problem}`)
    expect(error).toMatchObject({ file, path: '', line: undefined, column: undefined })
  })

  test('of another kind of URL is refused', () => {
    const error = failure({ file: new URL('https://config.example/jwt-plugin.yaml') })
    expect(error.message).toContain(
      'https://config.example/jwt-plugin.yaml: expected a file that can be read',
    )
  })
})

describe('a text', () => {
  test('is never taken for the name of a file', () => {
    expect(failure(written(good)).message).toMatch(
      /: text:1:1: expected an object; a file is given as \{ file \}$/,
    )
  })

  test('may begin with a byte order mark, which is no column', () => {
    expect(told(`\uFEFF${broken('X-Token', '""')}`)).toMatch(/^1:12 parameter/)
  })

  test('that is too large is refused', () => {
    expect(failure('#'.repeat(1_048_577)).message).toMatch(/: text: expected at most 1048576 bytes$/)
  })

  test('may be as large as is allowed', () => {
    expect(loadJwtPlugin(`${good}#${'x'.repeat(1_048_574 - good.length)}\n`)).toEqual(loadJwtPlugin(good))
  })
})

test.each([undefined, null, 42, {}, { file: 42 }, { file: '' }])('The source %j is refused', (source) => {
  expect(() => loadJwtPlugin(source as ConfigSource)).toThrow(ConfigurationError)
})

test('A namespace that is no text is refused', () => {
  const settings = { namespace: 42 } as unknown as { namespace: string }
  expect(() => loadJwtPlugin(good, settings)).toThrow('namespace: expected a string')
})
