import { describe, expect, test, vi } from 'vitest'
import { basic, mint, request } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'

describe('what the application throws', () => {
  const rows = [
    [
      'check',
      {
        check: (): boolean => {
          throw new RangeError('mine')
        },
      },
    ],
    [
      'an asynchronous check',
      {
        check: async (): Promise<boolean> => {
          throw new RangeError('mine')
        },
      },
    ],
    [
      'guard',
      {
        guard: (): boolean => {
          throw new RangeError('mine')
        },
      },
    ],
    [
      'schema',
      {
        claims: {
          '~standard': {
            version: 1,
            vendor: 't',
            validate: () => {
              throw new RangeError('mine')
            },
          },
        },
      },
    ],
  ] as const

  test.each(rows)('in its %s is passed on as it is, never a 401', async (_name, options) => {
    const onDecision = vi.fn()
    const authenticator = createAuthenticator({ ...basic, ...(options as object), onDecision })
    await expect(authenticator.authenticate(request(mint()))).rejects.toThrow(new RangeError('mine'))
    expect(onDecision).toHaveBeenCalledWith(expect.objectContaining({ outcome: 'failed', code: undefined }))
  })

  test.each([undefined, null, 'route', 'router', 0, { status: 401 }])(
    'and is no Error, as %o, becomes one',
    async (thrown) => {
      const authenticator = createAuthenticator({
        ...basic,
        check: () => {
          throw thrown
        },
      })
      const error = await authenticator.authenticate(request(mint())).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(Error)
      expect(error).toMatchObject({ cause: thrown })
      expect(error).not.toHaveProperty('status')
    },
  )
})
