import { expect, test } from 'vitest'
import { createVerifier } from './create-verifier.js'
import { mintToken } from './testing/mint-token.js'
import { createSigner } from './testing/signer.js'
import { readClock, systemClock } from './time.js'

test('the clock of this machine tells seconds', () => {
  const now = readClock(systemClock)
  expect(now).toBeGreaterThan(1_700_000_000)
  expect(now).toBeLessThan(100_000_000_000)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, '1', new Date()])(
  'a clock that tells %s tells no time',
  (time) => {
    expect(() => readClock(() => time as number)).toThrow('number of seconds')
  },
)

test('an expired token does not pass because the clock is broken', async () => {
  const signer = createSigner()
  const verifier = createVerifier({ issuer: 'i', audience: 'a', keys: signer.keys, clock: () => Number.NaN })
  await expect(verifier.verify(mintToken(signer, { iss: 'i', aud: 'a', exp: 1 }))).rejects.toThrow(TypeError)
})
