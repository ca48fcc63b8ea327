import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process with a server. */
export interface Running {
  readonly origin: string
  stop(): Promise<void>
}

/** Starts one of the scripts beside this file, which send the port that they listen on. */
export async function startProcess(script: string, settings: object): Promise<Running> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(settings)], {
    execArgv: [], // the built packages, not the sources that the test itself runs on
  })
  const [port] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${script} ended with ${code}`))),
  ])) as [number]
  return { origin: `http://127.0.0.1:${port}`, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill()
  await ended
}
