import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AlgorithmName, Jwk } from '@meishi/core'
import type { KeyManagementAlgorithm } from '@meishi/issuer'
import type { Peer, PeerKey } from '../../interop/peer.js'

/** A peer that is a program, and the Debian package that brings it. */
export interface DebianPeer extends Peer {
  readonly debian: string
  readonly isHere: boolean
  /** Opens an encrypted token; absent where it has no JWE. */
  readonly open?: (token: string, privateJwk: Jwk) => string
  /** Why it cannot open one of an algorithm. */
  readonly cannotOpen?: (alg: KeyManagementAlgorithm) => string | undefined
}

type Call = Readonly<Record<string, unknown>>

/** Runs a program once. It has to succeed, and to answer with JSON. */
function run(command: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr || `${command} ended with ${status}`)
  return stdout
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** A peer with a script beside this file. */
function scripted(command: string, file: string): (call: Call) => Call {
  return (call) => JSON.parse(run(command, [script(file)], JSON.stringify(call))) as Call
}

/** Secrets travel as Latin-1: a character for each byte. */
function callOf({ alg, publicJwk, privateJwk, publicPem, privatePem }: PeerKey): Call {
  const common = { alg, kid: privateJwk.kid, publicJwk, privateJwk }
  return typeof publicPem === 'string'
    ? { ...common, publicPem, privatePem }
    : { ...common, secret: publicPem.toString('latin1') }
}

function peerOf(name: string, debian: string, ask: (call: Call) => Call, lacks: Peer['lacks']): DebianPeer {
  return {
    name,
    debian,
    lacks,
    isHere: succeeds(() => ask({ probe: true })),
    sign: async (claims, key) => String(ask({ ...callOf(key), claims }).token),
    verify: async (token, key) => ask({ ...callOf(key), token }).claims as Call,
  }
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

const withoutMlDsa = (alg: AlgorithmName): string | undefined => {
  if (alg === 'Ed25519') return 'it knows the algorithm as EdDSA only'
  return alg.startsWith('ML-DSA') ? 'it has no ML-DSA' : undefined
}
const withoutEdwards = (alg: AlgorithmName): string | undefined =>
  alg.startsWith('Ed') ? 'it has no EdDSA here' : withoutMlDsa(alg)

const askJwcrypto = scripted('/usr/bin/python3', 'jwcrypto-peer.py')

/** The `jose` command reads keys from files and writes tokens. */
function askJose(call: Call): Call {
  if ('probe' in call) return { algorithms: run('jose', ['alg'], '').split('\n') }
  const folder = mkdtempSync(join(tmpdir(), 'jose-'))
  try {
    const key = join(folder, 'key.jwk')
    writeFileSync(key, JSON.stringify('token' in call ? call.publicJwk : call.privateJwk), { mode: 0o600 })
    if ('open' in call)
      return { plaintext: run('jose', ['jwe', 'dec', '-i', '-', '-k', key], String(call.open)) }
    if ('token' in call)
      return {
        claims: JSON.parse(run('jose', ['jws', 'ver', '-i', '-', '-k', key, '-O', '-'], String(call.token))),
      }
    const template = JSON.stringify({ protected: { alg: call.alg, kid: call.kid } })
    const args = ['jws', 'sig', '-s', template, '-I', '-', '-k', key, '-c']
    return { token: run('jose', args, JSON.stringify(call.claims)).trim() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const opens = (ask: (call: Call) => Call) => ({
  open: (token: string, privateJwk: Jwk) => String(ask({ open: token, privateJwk }).plaintext),
})

export const DEBIAN_PEERS: readonly DebianPeer[] = [
  peerOf('PyJWT', 'python3-jwt', scripted('/usr/bin/python3', 'pyjwt.py'), withoutMlDsa),
  { ...peerOf('jwcrypto', 'python3-jwcrypto', askJwcrypto, withoutMlDsa), ...opens(askJwcrypto) },
  {
    ...peerOf('the jose command', 'jose', askJose, withoutEdwards),
    ...opens(askJose),
    cannotOpen: (alg) => (alg.startsWith('RSA') ? '`jose alg` of Debian 12 lists no RSA-OAEP' : undefined),
  },
  peerOf('ruby-jwt', 'ruby ruby-jwt', scripted('ruby', 'ruby-jwt.rb'), withoutEdwards),
]
