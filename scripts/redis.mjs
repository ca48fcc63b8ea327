// Brings the redis-server that some tests start. Where it cannot be installed these tests are skipped, or fail under CI.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** Asked by the package before it would start a service: "not allowed" leaves the machine as quiet as it was. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

export function bringRedis() {
  if (isHere('redis-server')) return
  const canInstall = process.platform === 'linux' && process.getuid() === 0 && isHere('apt-get')
  if (canInstall) install()
  if (isHere('redis-server')) return
  console.error(
    'There is no redis-server here: the tests that need one are skipped, and fail where CI is set.',
  )
  console.error('Install Redis 6.2 or later, so that `redis-server --version` works.')
}

function isHere(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

function install() {
  console.error('Installing redis-server with apt-get …')
  const hadPolicy = existsSync(SERVICE_POLICY)
  if (!hadPolicy) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    apt('update') && apt('install', '--yes', '--no-install-recommends', 'redis-server')
  } finally {
    if (!hadPolicy) rmSync(SERVICE_POLICY, { force: true })
  }
}

function apt(...args) {
  const { status, stderr, error } = spawnSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 5 * 60_000,
  })
  if (status !== 0) console.error(`apt-get ${args[0]}: ${error?.message ?? stderr}`)
  return status === 0
}
