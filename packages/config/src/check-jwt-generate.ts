import { type JwtGenerate, jwtGenerate } from './jwt-generate.js'
import { type Path, Problem } from './problem.js'

/**
 * Checks each property by itself, then what several say together.
 *
 * @throws {@link Problem} naming the property
 */
export function checkJwtGenerate(value: unknown, path: Path): asserts value is JwtGenerate {
  jwtGenerate(value, path)
  const policy = value as JwtGenerate
  const problem = (name: keyof JwtGenerate, expected: string, part?: 'name'): Problem =>
    new Problem([...path, name], `expected ${expected}`, part)
  checkSigning(policy, problem)
  checkEncryption(policy, problem)
  if (!signs(policy) && !encrypts(policy))
    throw problem('jws-alg', 'jws-alg, or jwe-alg and jwe-enc: anybody could make a token without a key')
}

type Say = (name: keyof JwtGenerate, expected: string, part?: 'name') => Problem

const signs = (policy: JwtGenerate): boolean => policy['jws-alg'] !== undefined
const encrypts = (policy: JwtGenerate): boolean => firstOf(policy, ENCRYPTION) !== undefined

const ENCRYPTION = ['jwe-enc', 'jwe-alg', 'jwe-crypto', 'jwe-jwk'] as const
const SIGNING_KEYS = ['jws-crypto', 'jws-jwk'] as const

function firstOf<Name extends keyof JwtGenerate>(
  policy: JwtGenerate,
  names: readonly Name[],
): Name | undefined {
  return names.find((name) => policy[name] !== undefined)
}

function checkSigning(policy: JwtGenerate, problem: Say): void {
  const key = firstOf(policy, SIGNING_KEYS)
  if (policy['jws-alg'] === undefined && key !== undefined)
    throw problem('jws-alg', `an algorithm for ${key}; it is missing`)
  if (policy['jws-alg'] === 'none') {
    if (key !== undefined) throw problem(key, 'no key beside jws-alg: none', 'name')
    if (!encrypts(policy))
      throw problem('jws-alg', 'an algorithm that signs; none is for the inside of an encrypted token alone')
  } else if (signs(policy) && key === undefined) {
    throw problem('jws-crypto', 'jws-crypto or jws-jwk; both are missing')
  }
}

function checkEncryption(policy: JwtGenerate, problem: Say): void {
  const given = firstOf(policy, ENCRYPTION)
  if (given === undefined) return
  for (const name of ['jwe-alg', 'jwe-enc'] as const) {
    if (policy[name] === undefined) throw problem(name, `${name} beside ${given}; it is missing`)
  }
  if (policy['jwe-crypto'] === undefined && policy['jwe-jwk'] === undefined)
    throw problem('jwe-crypto', 'jwe-crypto or jwe-jwk; both are missing')
}
