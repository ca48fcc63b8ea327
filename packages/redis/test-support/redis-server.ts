import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { freePort } from './free-port.js'
import { until } from './until.js'

/** A real `redis-server` on a free port of this machine, with a folder of its own. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Sends a command as `redis-cli` does, and rejects where the server answers with an error. */
  command(...args: readonly string[]): Promise<string>
  /** Stops the process in the middle of what it does; connections stay open. */
  pause(): void
  resume(): void
  /** Ends it as a power cut does. What was written to its folder stays. */
  kill(): Promise<void>
  /** Starts it again on the same port, with what its folder has. */
  start(): Promise<void>
  /** Deletes the data of its folder. */
  forget(): Promise<void>
  /** Ends it and deletes its folder. May be called in any state, and twice. */
  stop(): Promise<void>
}

/** Settings as in redis.conf: `{ appendonly: 'yes' }`. A list stands for several lines of one name. */
export type RedisSettings = Readonly<Record<string, string | readonly string[]>>

/**
 * The server is a child of a shell that waits for the end of its input, so that it ends with this process however that
 * ends. The shell prints the pid of the server.
 */
const KEEPER = '"$@" </dev/null >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $!; wait $!'
const ATTEMPTS = 5

const run = promisify(execFile)

/** Starts a server and waits until it answers. It keeps nothing on disk unless `settings` say so. */
export async function startRedis(
  settings: RedisSettings = {},
  ...flags: readonly string[]
): Promise<RedisServer> {
  for (let attempt = 1; ; attempt++) {
    const server = await createServer(settings, flags)
    try {
      await server.start()
      return server
    } catch (error) {
      await server.stop()
      if (attempt === ATTEMPTS) throw error // else another process has taken the port in the meantime
    }
  }
}

async function createServer(settings: RedisSettings, flags: readonly string[]): Promise<RedisServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'meishi-redis-'))
  const file = join(folder, 'redis.conf')
  await writeFile(file, configuration(port, folder, settings))
  let keeper: ChildProcess | undefined
  let pid = 0
  const command = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('redis-cli', ['-e', '-p', String(port), ...args], { timeout: 20_000 })
    return stdout.trimEnd()
  }
  const answers = async (): Promise<boolean> => {
    if (!isAlive(pid)) throw new Error(await readFile(join(folder, 'log'), 'utf8'))
    return (await command('PING').catch(() => '')) === 'PONG'
  }

  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    command,
    pause: () => process.kill(pid, 'SIGSTOP'),
    resume: () => process.kill(pid, 'SIGCONT'),
    async kill() {
      const ending = keeper
      keeper = undefined
      if (ending === undefined) return
      const ended = once(ending, 'exit')
      ending.stdin?.end()
      await ended
    },
    async start() {
      await mkdir(join(folder, 'data'), { recursive: true })
      keeper = spawn('sh', ['-c', KEEPER, 'sh', 'redis-server', file, ...flags], {
        stdio: ['pipe', 'pipe', 'ignore'],
        detached: true, // Ctrl-C reaches the tests alone, and they end the server
      })
      pid = await readPid(keeper)
      await until('redis-server answers', answers)
    },
    forget: () => rm(join(folder, 'data'), { recursive: true, force: true }),
    async stop() {
      await server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return server
}

function configuration(port: number, folder: string, settings: RedisSettings): string {
  const lines = {
    port: String(port),
    bind: '127.0.0.1',
    dir: join(folder, 'data'),
    logfile: join(folder, 'log'),
    ...settings,
  }
  return Object.entries(lines)
    .flatMap(([name, value]) => [value].flat().map((one) => `${name} ${one}\n`))
    .join('')
}

async function readPid({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('the output of the keeper is no pipe')
  const [line] = await once(createInterface(stdout), 'line')
  return Number(line)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
