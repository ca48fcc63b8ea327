import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { mintToken } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { folder, MAIN, meishi, meishiJson } from './meishi.js'

const manifest = JSON.parse(
  readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8'),
) as { version: string }

const COMMANDS = ['keygen', 'issue', 'verify', 'inspect', 'jwks', 'check-config']

describe.each(COMMANDS)('meishi %s', (command) => {
  test('--help says what it does, its flags and its exit codes', async () => {
    const { code, out } = await meishi([command, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^meishi ${command} \\[flags\\]`))
    expect(out).toContain('--json')
    expect(out).toContain('Ends with 0 when done')
  })

  test.each([['--colour'], ['--colour=red'], ['-x']])('%s is an unknown flag', async (flag) => {
    const { code, out, err } = await meishi([command, flag])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(
      new RegExp(`^meishi: unknown flag ${flag.replace('=red', '')}; meishi ${command} has --`),
    )
  })
})

test('meishi --help lists the commands; without a command it does so too, and is wrong', async () => {
  const { code, out } = await meishi(['--help'])
  expect(code).toBe(0)
  for (const command of COMMANDS) expect(out).toContain(`  ${command}`)
  expect(await meishi([])).toMatchObject({ code: 2, out })
})

test.each([
  [['sing'], 'unknown command; there are keygen'],
  [['inspect', '--key'], '--key needs a value: <file>'],
  [['inspect', '--json=yes'], '--json takes no value'],
  [['keygen', '--alg', 'a', '--alg', 'b'], '--alg is given twice'],
  [['inspect', 'a', 'b'], 'expected one file'],
])('%j is wrong', async (args, message) => {
  const { code, err } = await meishi(args)
  expect(code).toBe(2)
  expect(err).toContain(message)
})

test('With --json what goes wrong is JSON too', async () => {
  const { code, data } = await meishiJson(['jwks'])
  expect({ code, data }).toEqual({
    code: 2,
    data: { error: { exit: 2, message: 'expected files with keys' } },
  })
})

test.each([['inspect'], ['verify', '--any-issuer', '--any-audience', '--key', 'key.json']])(
  'A token among the arguments of %s is refused, and not repeated',
  async (...args) => {
    const token = mintToken((await import('../wire/issuer.js')).signer)
    const key = folder().write(
      'key.json',
      '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
    )
    const { code, out, err } = await meishi([...args.map((one) => (one === 'key.json' ? key : one)), token])
    expect(code).toBe(2)
    expect(err).toContain('pipe it in, or name a file')
    expect(out + err).not.toContain(token.slice(0, 20))
  },
)

const SECRETS = {
  'a token behind a name of its header': 'Authorization: Bearer eyJhbGciOiJub25lIn0.c2VjcmV0.',
  'a token behind a small scheme': 'bearer eyJhbGciOiJub25lIn0.c2VjcmV0.',
  'a token with a space behind it': 'eyJhbGciOiJub25lIn0.c2VjcmV0. ',
  'a private key': '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
  'a JWK': '{\n  "kty": "oct",\n  "k": "c2VjcmV0"\n}',
}

describe.each([
  [['inspect']],
  [['jwks']],
  [['verify', '--any-issuer', '--any-audience', '--key']],
  [['issue', '--issuer', 'me', '--no-audience', '--key']],
  [['keygen', '--alg', 'ES256', '--out']],
  [['check-config', '--jwt-plugin']],
])('%j does not repeat', (args) => {
  test.each(Object.entries(SECRETS))('%s', async (_name, secret) => {
    const { code, out, err } = await meishi([...args, secret], 'e30')
    expect(code).toBe(2)
    expect(out + err).not.toContain('c2VjcmV0')
  })
})

test.each(['-h', '--help'])('%s is help, of the tool and of a command', async (flag) => {
  expect(await meishi([flag])).toMatchObject({ code: 0, out: expect.stringContaining('meishi <command>') })
  expect(await meishi(['jwks', flag])).toMatchObject({ code: 0, out: expect.stringContaining('meishi jwks') })
})

test('A secret behind an equals sign is not repeated either', async () => {
  const { code, err } = await meishi(['jwks', '--alg=eyJhbGciOiJub25lIn0.c2VjcmV0.'])
  expect({ code, isShown: err.includes('c2VjcmV0') }).toEqual({ code: 2, isShown: false })
})

test('--version is that of the package', async () => {
  const { code, out } = await meishi(['--version'])
  expect({ code, version: out.trim() }).toEqual({ code: 0, version: manifest.version })
})

test.skipIf(process.platform === 'win32')('A key is read from a pipe', async () => {
  const key =
    '{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
  const script = 'printf %s "$3" | "$1" "$2" jwks /dev/stdin'
  const { stdout } = await promisify(execFile)('sh', ['-c', script, 'sh', process.execPath, MAIN, key])
  expect(JSON.parse(stdout)).toMatchObject({ keys: [{ crv: 'Ed25519', alg: 'Ed25519' }] })
})

test('Nothing is coloured where nobody looks', async () => {
  const { out, err } = await meishi(['inspect'], 'eyJhbGciOiJub25lIn0.e30.')
  expect(out + err).not.toContain('\u001b')
})
