// Brings the redis-server that some tests start. Where it cannot be installed these tests are skipped, or fail under CI.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { canInstall, install, isHere } from './apt.mjs'

/** Asked by the package before it would start a service: "not allowed" leaves the machine as quiet as it was. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

export function bringRedis() {
  if (isHere('redis-server')) return
  if (canInstall()) installQuietly()
  if (isHere('redis-server')) return
  console.error(
    'There is no redis-server here: the tests that need one are skipped, and fail where CI is set.',
  )
  console.error('Install Redis 6.2 or later, so that `redis-server --version` works.')
}

function installQuietly() {
  const hadPolicy = existsSync(SERVICE_POLICY)
  if (!hadPolicy) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    install('redis-server')
  } finally {
    if (!hadPolicy) rmSync(SERVICE_POLICY, { force: true })
  }
}
