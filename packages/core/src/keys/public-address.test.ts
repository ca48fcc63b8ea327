import { describe, expect, test } from 'vitest'
import { endpointProblem } from './endpoint-url.js'
import { isPublicAddress, lookUpPublic } from './public-address.js'

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'no address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['1.1.1.1', '172.15.0.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

describe('the lookup that gives public addresses only', () => {
  test.each([{}, { all: true as const }])(
    'refuses a name of this machine, asked with %o',
    async (options) => {
      const error = await new Promise((resolve) => lookUpPublic('localhost', options, resolve))
      expect(error).toMatchObject({ code: 'EPRIVATE' })
    },
  )

  test('passes on that a name is unknown', async () => {
    const error = await new Promise((resolve) => lookUpPublic('unknown.invalid', {}, resolve))
    expect(error).toMatchObject({ syscall: 'getaddrinfo' })
  })
})

const closed = { allowInsecureHttp: false, privateHosts: undefined }
const guarded = { ...closed, privateHosts: new Set(['10.0.0.1', '[fd00::1]']) }

test.each([
  ['https://id.test/keys', closed, undefined],
  ['http://127.0.0.1:80/keys', closed, undefined],
  ['http://127.8.9.1', closed, undefined],
  ['http://localhost/keys', closed, undefined],
  ['http://id.localhost/keys', closed, undefined],
  ['http://[::1]:99/keys', closed, undefined],
  ['http://id.test', closed, 'is no https URL'],
  ['http://127.0.0.1.id.test', closed, 'is no https URL'],
  ['http://id.test', { ...closed, allowInsecureHttp: true }, undefined],
  ['ftp://id.test', { ...closed, allowInsecureHttp: true }, 'is no https URL'],
  ['https://user@id.test', closed, 'a user name'],
  ['https://10.0.0.2/keys', closed, undefined],
  ['https://10.0.0.1/keys', guarded, undefined],
  ['https://[fd00::1]/keys', guarded, undefined],
  ['https://10.0.0.2/keys', guarded, 'a private address'],
  ['https://167772162/keys', guarded, 'a private address'],
  ['https://0x7f.1/keys', guarded, 'a private address'],
  ['https://[::ffff:10.0.0.2]/keys', guarded, 'a private address'],
  ['http://127.0.0.1/keys', guarded, 'a private address'],
  ['http://localhost:80/keys', guarded, 'a private address'],
  ['https://localhost./keys', guarded, 'a private address'],
  ['https://Id.LocalHost/keys', guarded, 'a private address'],
  ['https://localhost.id.test/keys', guarded, undefined],
  ['https://1.1.1.1/keys', guarded, undefined],
  ['https://[2606:4700::1111]/keys', guarded, undefined],
])('an endpoint %s under %j: %s', (url, rules, problem) => {
  const found = endpointProblem(url, rules)
  if (problem === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(problem)
})
