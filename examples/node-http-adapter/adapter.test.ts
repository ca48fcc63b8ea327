import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JwtClaims } from '@meishi/core'
import { adapterConformance, createTestIssuer, type ListenWithAdapter } from '@meishi/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { answerError, jwtAuth, type Listener } from './adapter.js'
import { createApp } from './app.js'

const listen: ListenWithAdapter = async ({ handles, answer, showRefused }) => {
  const onError: typeof answerError = (error, req, res) => {
    showRefused(req)
    answerError(error, req, res)
  }
  const listener = handles.reduceRight<Listener<JwtClaims>>(
    (inner, handle) => jwtAuth(handle)(inner, onError),
    (req, res, auth) => res.end(answer(Object.assign(req, { auth }))),
  )
  const server = createServer((req, res) => listener(req, res, undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

describe('the adapter keeps the rules:', () => {
  for (const { name, run } of adapterConformance(listen, ['chain', 'refused'])) test(name, run)
})

describe('an app behind it', () => {
  const idp = createTestIssuer()
  const ask = async (path: string, token?: string): Promise<readonly [number, string]> => {
    const { issuer, audience, keys } = idp
    const server = createApp({ issuer, audience, keys })
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
    return [answer.status, await answer.text()]
  }

  test('greets its callers', async () => {
    expect(await ask('/', idp.mint())).toEqual([200, 'Hello alice'])
    expect(await ask('/open', idp.mint({ sub: 'bob' }))).toEqual([200, 'Hello bob'])
    expect(await ask('/open')).toEqual([200, 'Hello stranger'])
  })

  test.each([
    ['nobody', undefined],
    ['an expired token', idp.mintExpired()],
    ['a forged token', idp.mintForged()],
  ])('refuses %s', async (_name, token) => {
    const [status, body] = await ask('/', token)
    expect([status, JSON.parse(body)]).toEqual([401, expect.objectContaining({ title: 'Unauthorized' })])
  })
})
