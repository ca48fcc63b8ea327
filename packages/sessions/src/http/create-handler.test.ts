import { expect, test } from 'vitest'
import { createSite, PASSWORD, post } from '../../test-support/site.js'

const right = { user: 'alice', password: PASSWORD }

test('endpoints may have any names, and are for POST', async () => {
  const { sessions } = await createSite({ endpoints: { login: '/mylogin', refresh: '/myrefresh' } })
  expect(sessions.handler.paths).toEqual(['/mylogin', '/myrefresh', '/logout', '/revoke'])
  expect((await post(sessions.handler, '/mylogin', { body: right })).status).toBe(200)
  const get = await sessions.handler(new Request('http://mounted.invalid/mylogin'))
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
})
