// Brings the redis-server that some tests start. Where it cannot be installed these tests are skipped, or fail under CI.
import { canInstall, installQuietly, isHere } from './apt.mjs'

export function bringRedis() {
  if (isHere('redis-server')) return
  if (canInstall()) installQuietly('redis-server')
  if (isHere('redis-server')) return
  console.error(
    'There is no redis-server here: the tests that need one are skipped, and fail where CI is set.',
  )
  console.error('Install Redis 6.2 or later, so that `redis-server --version` works.')
}
