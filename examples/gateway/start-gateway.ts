import { generateKeyPairSync } from 'node:crypto'
import { createRequire } from 'node:module'
import { loadJwtGenerate, loadJwtPlugin, type PluginOptions } from '@meishi/config'
import { createVerifier, type Jwk, type JwkSet, type JwtGenerator, type Verifier } from '@meishi/core'
import { createSigner, mintToken } from '@meishi/core/testing'
import { createJwtGenerator } from '@meishi/issuer'
import { createApp } from './app.js'
import { startUpstream, type Upstream } from './start-upstream.js'

const require = createRequire(import.meta.url)
const issuer = 'https://gateway.example'
const audience = 'https://orders.internal'

/** A gateway, the process behind it, and a token that is good for five minutes. */
export interface RunningGateway {
  readonly origin: string
  readonly upstream: Upstream
  readonly plugin: PluginOptions
  readonly generator: JwtGenerator
  readonly jwks: JwkSet
  /** Accepts the tokens that the gateway sends on, with the key that it publishes, as the service would. */
  readonly internal: Verifier
  readonly token: string
  stop(): Promise<void>
}

/** Starts both. The key that signs is new: nobody has the private one of the key in the file. */
export async function startGateway(port: number): Promise<RunningGateway> {
  const signer = createSigner({ alg: 'RS256', kid: 'uniq_key' })
  const file = require.resolve('@meishi/example-gateway/jwt-plugin.yaml')
  const plugin = { ...loadJwtPlugin({ file }), keys: signer.keys }
  const upstream = await startUpstream()
  const { generator, jwks } = createInternalTokens()
  const app = await createApp({ plugin, generator, jwks, upstream: upstream.origin })
  const origin = await app.listen({ port, host: '127.0.0.1' })
  const internal = createVerifier({ issuer, audience, keys: { jwksUri: `${origin}/.well-known/jwks.json` } })
  const claims = { sub: 'alice', aud: 'YOUR_AUDIENCE', userId: '1213234', email: 'user@youapp.example' }
  const stop = async (): Promise<void> => {
    internal.close()
    await app.close()
    await upstream.stop()
  }
  return { origin, upstream, plugin, generator, jwks, internal, token: mintToken(signer, claims), stop }
}

/** What makes the tokens between gateway and service, and the key by which the service knows them. */
function createInternalTokens(): { generator: JwtGenerator; jwks: JwkSet } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const plan = loadJwtGenerate({ file: require.resolve('@meishi/example-gateway/jwt-generate.yaml') })
  const variables = { iss: { claim: issuer }, aud: { claim: audience } }
  const jwk: Jwk = { ...(publicKey.export({ format: 'jwk' }) as Jwk), alg: 'ES256', use: 'sig' }
  return {
    generator: createJwtGenerator(plan, { gatewayKey: { privateKey } }, { variables }),
    jwks: { keys: [jwk] },
  }
}
