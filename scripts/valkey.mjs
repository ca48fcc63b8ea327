// Brings the valkey-server that some tests start beside redis-server. Where it cannot be installed they are skipped.
import { canInstall, installQuietly, isHere, placeOf, withFile } from './apt.mjs'

/** Debian 12 has it among its backports alone, which apt is told of while it installs. */
const RELEASE = 'bookworm'
const SUITE = `${RELEASE}-backports`
const LIST = '/etc/apt/sources.list.d/meishi-backports.list'

export function bringValkey() {
  if (isHere('valkey-server')) return
  if (canInstall()) installValkey()
  if (isHere('valkey-server')) return
  console.error('There is no valkey-server here: the tests on Valkey are skipped.')
}

function installValkey() {
  const place = placeOf(RELEASE)
  if (place === undefined) installQuietly('valkey-server')
  else
    withFile([LIST, `deb ${place} ${SUITE} main\n`], () =>
      installQuietly('valkey-server', '--target-release', SUITE),
    )
}
