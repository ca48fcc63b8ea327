import { createAuthenticator } from '@meishi/core'
import { manualClock, startIdentityProvider } from '@meishi/core/testing'
import { expect, test } from 'vitest'

/** What docs/testing.md shows of an issuer whose keys are fetched. */

test.each(['disconnect', 'unavailable', 'garbage'] as const)(
  'an outage of the kind %s costs no request, and a rotation half a minute at most',
  async (how) => {
    const clock = manualClock()
    await using idp = await startIdentityProvider({ clock })
    const auth = createAuthenticator({ issuer: idp.issuer, audience: idp.audience, clock })
    const ask = async (): Promise<string> => {
      const rawHeaders = ['Authorization', `Bearer ${idp.mint()}`]
      return (await auth.authenticate({ method: 'GET', rawHeaders })).status
    }
    expect(await ask()).toBe('authenticated')

    idp.fail(how)
    clock.advance(3600)
    expect(await ask()).toBe('authenticated')

    idp.recover()
    idp.rotate()
    clock.advance(60)
    expect(await ask()).toBe('authenticated')
    auth.close()
  },
)
