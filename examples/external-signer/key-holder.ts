import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Jwk } from '@meishi/core'
import type { TokenSigner } from '@meishi/issuer'

const require = createRequire(import.meta.url)

/** A process that signs. */
export interface KeyHolder {
  readonly signer: TokenSigner
  stop(): Promise<void>
}

interface Waiting {
  resolve(signature: Uint8Array): void
  reject(error: Error): void
}

/** Starts `key-holder.mjs`. What it gives is all that an issuer needs of a key: a name, a public half, one function. */
export async function startKeyHolder(): Promise<KeyHolder> {
  const child = fork(require.resolve('@meishi/example-external-signer/key-holder.mjs'))
  const [{ publicJwk }] = (await once(child, 'message')) as [{ publicJwk: Jwk }]
  const ended = once(child, 'exit')
  const waiting = new Map<number, Waiting>()
  let count = 0

  child.on('message', ({ id, signature }: { id: number; signature: string }) => {
    waiting.get(id)?.resolve(Buffer.from(signature, 'base64'))
    waiting.delete(id)
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the key holder has ended'))
    waiting.clear()
  })

  const sign = (data: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error('the key holder has ended'))
      const id = count++
      waiting.set(id, { resolve, reject })
      child.send({ id, data: Buffer.from(data).toString('base64') })
    })
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
  }
  return { signer: { alg: 'ES256', kid: 'holder-1', publicJwk, sign }, stop }
}
