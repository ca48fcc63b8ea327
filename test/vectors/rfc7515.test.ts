import { createVerifier } from '@meishi/core'
import { describe, expect, it } from 'vitest'
import { declare, judge } from './judge.js'

/** RFC 7515, appendix A, and RFC 7519, sections 3.1 and 6.1, which use the same tokens. */
const CLAIMS =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
const A1 = `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${CLAIMS}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`
const A2 = `eyJhbGciOiJSUzI1NiJ9.${CLAIMS}.${[
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9',
  'CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOL',
  'n6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtV',
  'rBp0igcN_IoypGlUPQGe77Rw',
].join('')}`
const A3 = `eyJhbGciOiJFUzI1NiJ9.${CLAIMS}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`
const A4 = `eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.${[
  'AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2Y',
  'BJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn',
].join('')}`
const A5 = `eyJhbGciOiJub25lIn0.${CLAIMS}.`

const SECRET = {
  kty: 'oct',
  k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
}
const RSA = {
  kty: 'RSA',
  n: [
    'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2',
    'lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTB',
    'EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kz',
    'k2PAcDTW9gb54h4FRWyuXpoQ',
  ].join(''),
  e: 'AQAB',
}
const P256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}
const P521 = {
  kty: 'EC',
  crv: 'P-521',
  x: 'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk',
  y: 'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2',
}

const verifierOf = (key: { kty: string }, now: number) =>
  createVerifier({
    issuer: 'joe',
    audience: null,
    keys: declare(key),
    ...(key.kty === 'oct' && { algorithms: ['HS256'] as const }),
    clock: () => now,
  })

describe.each([
  ['A.1, HS256, the example of RFC 7519, section 3.1', A1, SECRET],
  ['A.2, RS256', A2, RSA],
  ['A.3, ES256', A3, P256],
])('RFC 7515, appendix %s', (_what, token, key) => {
  it('is accepted while it lives', async () => {
    const { claims } = await verifierOf(key, 1_300_819_379).verify(token)
    expect(claims).toEqual({ iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true })
  })

  it('is refused when it is over', async () => {
    await expect(verifierOf(key, 1_300_819_385).verify(token)).rejects.toMatchObject({
      code: 'token_expired',
    })
  })

  it('is refused under the other keys', async () => {
    for (const other of [SECRET, RSA, P256].filter((one) => one !== key))
      await expect(verifierOf(other, 1_300_819_379).verify(token)).rejects.toMatchObject({
        code: 'algorithm_refused',
      })
  })
})

describe('RFC 7515, appendix A.4, ES512', () => {
  it('holds, and is no JWT, because its payload is no JSON object', async () => {
    expect(await judge(A4, { jwk: P521 })).toBe('accepted')
    await expect(verifierOf(P521, 0).verify(A4)).rejects.toMatchObject({ code: 'token_malformed' })
  })
})

describe('RFC 7515, appendix A.5, and RFC 7519, section 6.1: the unsecured token', () => {
  it.each([
    ['a secret', SECRET],
    ['RSA', RSA],
    ['EC', P256],
  ])('is refused where the key is %s', async (_what, key) => {
    await expect(verifierOf(key, 1_300_819_379).verify(A5)).rejects.toMatchObject({
      code: 'algorithm_refused',
    })
  })
})
