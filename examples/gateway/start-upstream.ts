import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A running service behind the gateway. */
export interface Upstream {
  readonly origin: string
  readonly pid: number | undefined
  stop(): Promise<void>
}

/** Starts `upstream.mjs` as another process, on a free port. */
export async function startUpstream(): Promise<Upstream> {
  const child = fork(require.resolve('@meishi/example-gateway/upstream.mjs'))
  const [port] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the upstream ended with ${code}`))),
  ])
  const ended = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
  }
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid, stop }
}
