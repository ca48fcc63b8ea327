import { type Attack, bearer, refused, requests, tokens } from '../attack.js'
import { claims, ec, headerOf, mint, resign, respell, seal } from '../keys.js'

const payload = (text: string | Buffer): string => seal(headerOf(ec), text)
const jkt = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'
const inherited = (): string => JSON.stringify({ exp: claims().exp }).slice(1)

export const PAYLOADS: readonly Attack[] = [
  ...tokens([
    ['a payload that is a list', 'token_malformed', () => payload('[]')],
    ['a payload that is a list of claims', 'token_malformed', () => payload(JSON.stringify([claims()]))],
    ['a payload that is a string', 'token_malformed', () => payload('"x"')],
    [
      'a payload that is a string of claims',
      'token_malformed',
      () => payload(JSON.stringify(JSON.stringify(claims()))),
    ],
    ['a payload that is null', 'token_malformed', () => payload('null')],
    ['a payload that is a number', 'token_malformed', () => payload('1')],
    ['a payload that is true', 'token_malformed', () => payload('true')],
    ['a payload that is a space', 'token_malformed', () => payload(' ')],
    ['a payload that is a NUL', 'token_malformed', () => payload(Buffer.of(0))],
    ['a payload that is no JSON', 'token_malformed', () => payload('iss=https://id.test&sub=admin')],
    ['a payload that is XML', 'token_malformed', () => payload('<sub>admin</sub>')],
    ['a payload that is another token', 'token_malformed', () => payload(mint())],
    ['a payload that is random bytes', 'token_malformed', () => payload(Buffer.from('f00dfeed00ff', 'hex'))],
    ['a payload that is detached', 'token_malformed', () => respell(mint(), 1, () => '')],
    [
      'a payload that is empty and signed so',
      'token_malformed',
      () => resign(`${respell(mint(), 1, () => '')}`, () => ec.sign(`${mint().split('.')[0]}.`)),
    ],
    ['a payload without claims', 'issuer_refused', () => payload('{}')],
    [
      'a payload that inherits its claims through __proto__',
      'issuer_refused',
      () => payload(`{"__proto__":${JSON.stringify(claims())},${inherited()}`),
    ],
    [
      'a payload that inherits its claims where iss chooses the issuer',
      'issuer_refused',
      () => payload(`{"__proto__":${JSON.stringify(claims())},${inherited()}`),
      '/several',
    ],
    [
      'a payload in the place of the header',
      'token_malformed',
      () => respell(mint(), 0, () => mint().split('.')[1] ?? ''),
    ],
    ['cnf with the thumbprint of a DPoP key', 'binding_required', () => mint({ cnf: { jkt } })],
    [
      'cnf with the thumbprint of a certificate',
      'binding_required',
      () => mint({ cnf: { 'x5t#S256': jkt } }),
    ],
    ['cnf with a whole key', 'binding_required', () => mint({ cnf: { jwk: ec.jwks.keys[0] } })],
    ['cnf empty', 'binding_required', () => mint({ cnf: {} })],
    ['cnf null', 'binding_required', () => mint({ cnf: null })],
    ['cnf text', 'binding_required', () => mint({ cnf: jkt })],
    ['cnf false', 'binding_required', () => mint({ cnf: false })],
    [
      '__proto__ in the payload passes and changes nothing',
      'passed',
      () => payload(`{"__proto__":{"admin":true},${JSON.stringify(claims()).slice(1)}`),
    ],
    [
      'constructor.prototype in the payload passes and changes nothing',
      'passed',
      () => mint({ constructor: { prototype: { admin: true } } }),
    ],
    [
      'a prototype inside a claim passes and changes nothing',
      'passed',
      () => payload(`{"a":{"__proto__":{"admin":true}},${JSON.stringify(claims()).slice(1)}`),
    ],
    [
      'crit as a claim is no header and passes',
      'passed',
      () => mint({ crit: ['x'], alg: 'none', b64: false }),
    ],
  ]),
  ...requests([
    [
      'claims that the handler would inherit are not mapped',
      { ...refused('issuer_refused') },
      () => ({
        target: '/mapped',
        headers: [bearer(payload(`{"__proto__":{"sub":"admin","tenant":"all"},${inherited()}`))],
      }),
    ],
  ]),
]
