import { Readable } from 'node:stream'
import { run } from '@meishi/cli'
import { mintToken } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { signer } from '../wire/issuer.js'

async function shown(hasColours: boolean, ...args: string[]): Promise<string> {
  const written: string[] = []
  const write = (text: string): void => void written.push(text)
  await run(args, { stdin: Readable.from([mintToken(signer)]), stdout: write, stderr: write, hasColours })
  return written.join('')
}

describe('A program that runs a command', () => {
  test('is shown colours where it asks for them', async () => {
    expect(await shown(true, 'inspect')).toContain('\u001b[1m')
    expect(await shown(false, 'inspect')).not.toContain('\u001b')
  })

  test('is never shown colours in JSON', async () => {
    const json = await shown(true, 'inspect', '--json')
    expect(json).not.toContain('\u001b')
    expect(JSON.parse(json)).toMatchObject({ kind: 'signed' })
  })
})
