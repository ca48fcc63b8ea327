import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AlgorithmName } from '@meishi/core'
import type { EncryptingPeer, Peer, PeerKey } from '../../interop/peer.js'

/** A peer that is a program. */
export interface DebianPeer<Kind extends Peer = Peer> {
  readonly peer: Kind
  readonly isHere: boolean
}

type Call = Readonly<Record<string, unknown>>
type Ask = (call: Call) => Call

/** Runs a program once. It has to succeed, and to answer with JSON. */
function run(command: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr || `${command} ended with ${status}`)
  return stdout
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** A peer with a script beside this file. */
function scripted(command: string, file: string): Ask {
  return (call) => JSON.parse(run(command, [script(file)], JSON.stringify(call))) as Call
}

/** Secrets travel as Latin-1: a character for each byte. */
function callOf({ alg, publicJwk, privateJwk, publicPem, privatePem }: PeerKey): Call {
  const common = { alg, kid: privateJwk.kid, publicJwk, privateJwk }
  return typeof publicPem === 'string'
    ? { ...common, publicPem, privatePem }
    : { ...common, secret: publicPem.toString('latin1') }
}

function signing(name: string, ask: Ask, lacks: Peer['lacks']): Peer {
  return {
    name,
    lacks,
    sign: async (claims, key) => String(ask({ ...callOf(key), claims }).token),
    verify: async (token, key) => ask({ ...callOf(key), token }).claims as Call,
  }
}

function encrypting(
  peer: Peer,
  ask: Ask,
  lacksManagement: EncryptingPeer['lacksManagement'],
): EncryptingPeer {
  return {
    ...peer,
    lacksManagement,
    encrypt: async (plaintext, header, publicJwk) =>
      String(ask({ encrypt: plaintext, header, publicJwk }).token),
    open: async (token, _header, privateJwk) => String(ask({ open: token, privateJwk }).plaintext),
  }
}

const present = <Kind extends Peer>(peer: Kind, ask: Ask): DebianPeer<Kind> => ({
  peer,
  isHere: succeeds(() => ask({ probe: true })),
})

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
const withoutEdwards =
  (why: string) =>
  (alg: AlgorithmName): string | undefined =>
    alg.startsWith('Ed') ? why : withoutMlDsa(alg)

/** The `jose` command reads keys from files and writes tokens. */
function askJose(call: Call): Call {
  if ('probe' in call) return { algorithms: run('jose', ['alg'], '').split('\n') }
  const folder = mkdtempSync(join(tmpdir(), 'jose-'))
  try {
    const key = join(folder, 'key.jwk')
    const isPublic = 'token' in call || 'encrypt' in call
    writeFileSync(key, JSON.stringify(isPublic ? call.publicJwk : call.privateJwk), { mode: 0o600 })
    return answerOfJose(call, key)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function answerOfJose(call: Call, key: string): Call {
  const jose = (...args: readonly string[]) => run('jose', [...args, '-k', key], String(inputOf(call)))
  if ('open' in call) return { plaintext: jose('jwe', 'dec', '-i', '-') }
  if ('encrypt' in call)
    return { token: jose('jwe', 'enc', '-i', template(call.header), '-I', '-', '-c').trim() }
  if ('token' in call) return { claims: JSON.parse(jose('jws', 'ver', '-i', '-', '-O', '-')) }
  const { alg, kid } = call
  return { token: jose('jws', 'sig', '-s', template({ alg, kid }), '-I', '-', '-c').trim() }
}

const template = (header: unknown): string => JSON.stringify({ protected: header })
const inputOf = ({ open, encrypt, token, claims }: Call): unknown =>
  open ?? encrypt ?? token ?? JSON.stringify(claims)

const askPyJwt = scripted('/usr/bin/python3', 'pyjwt.py')
const askJwcrypto = scripted('/usr/bin/python3', 'jwcrypto-peer.py')
const askRuby = scripted('ruby', 'ruby-jwt.rb')
const jwcrypto = signing('jwcrypto', askJwcrypto, withoutMlDsa)
const jose = signing('the jose command', askJose, withoutEdwards('`jose alg` lists no EdDSA'))

export const ENCRYPTING_PEERS: readonly DebianPeer<EncryptingPeer>[] = [
  present(
    encrypting(jwcrypto, askJwcrypto, () => undefined),
    askJwcrypto,
  ),
  present(
    encrypting(jose, askJose, (alg) =>
      alg.startsWith('RSA') ? '`jose alg` of Debian 12 lists no RSA-OAEP' : undefined,
    ),
    askJose,
  ),
]

export const DEBIAN_PEERS: readonly DebianPeer[] = [
  present(signing('PyJWT', askPyJwt, withoutMlDsa), askPyJwt),
  ...ENCRYPTING_PEERS,
  present(
    signing('ruby-jwt', askRuby, withoutEdwards('its EdDSA needs a gem that its package does not bring')),
    askRuby,
  ),
]
