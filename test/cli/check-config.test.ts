import { createSigner } from '@meishi/core/testing'
import { expect, test } from 'vitest'
import { documentedPolicy } from '../../packages/config/test-support/policy-text.js'
import { folder, meishi, meishiJson } from './meishi.js'

const { jwks } = createSigner({ alg: 'RS256', kid: 'k1' })
const plugin = JSON.stringify({ parameter: 'Authorization', jwk: jwks.keys[0] })

test('Files that can be used are good, and a policy says what it needs', async () => {
  const files = folder()
  const [a, b] = [files.write('plugin.json', plugin), files.write('policy.yaml', documentedPolicy)]
  const { code, out } = await meishi(['check-config', '--jwt-plugin', a, '--jwt-generate', b])
  expect(code).toBe(0)
  expect(out.split('\n')).toEqual([
    `good ${a}: a jwt-plugin`,
    `good ${b}: a jwt-generate`,
    '     needs crypto objects: jwsCryptoObjectName, jweCryptoObjectName',
    '     needs runtime variables: iss.claim, sub.claim, aud.claim, private.claims',
    '',
  ])
})

test('What is wrong has its line and column, and the others are judged all the same', async () => {
  const files = folder()
  const bad = files.write('bad.yaml', documentedPolicy.replace('A128KW', 'RSA1_5'))
  const good = files.write('good.yaml', documentedPolicy)
  const { code, data } = await meishiJson(['check-config', '--jwt-generate', bad, '--jwt-generate', good])
  expect(code).toBe(1)
  expect(data.files).toMatchObject([
    {
      file: bad,
      ok: false,
      line: 15,
      column: 14,
      path: '[0].jwt-generate.jwe-alg',
      message: expect.any(String),
    },
    { file: good, ok: true },
  ])
})

test('A file that cannot be read is another answer', async () => {
  const { code, out } = await meishi(['check-config', '--jwt-plugin', '/nowhere/plugin.yaml'])
  expect({ code, out }).toMatchObject({ code: 3, out: expect.stringContaining('ENOENT') })
})

test('Without a file there is nothing to check', async () => {
  expect((await meishi(['check-config'])).code).toBe(2)
})
