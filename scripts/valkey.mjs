// Brings the valkey-server that some tests start beside redis-server. Where it cannot be installed they are skipped.
import { readFileSync } from 'node:fs'
import { canInstall, installQuietly, isHere, withFile } from './apt.mjs'

/** Debian 12 has it among its backports alone, which apt is told of while it installs. */
const SUITE = 'bookworm-backports'
const LIST = [
  '/etc/apt/sources.list.d/meishi-backports.list',
  `deb http://deb.debian.org/debian ${SUITE} main\n`,
]

export function bringValkey() {
  if (isHere('valkey-server')) return
  if (canInstall()) installValkey()
  if (isHere('valkey-server')) return
  console.error('There is no valkey-server here: the tests on Valkey are skipped.')
}

function installValkey() {
  const isDebian12 = /^VERSION_CODENAME=bookworm$/m.test(readFileSync('/etc/os-release', 'utf8'))
  if (isDebian12) withFile(LIST, () => installQuietly('valkey-server', '--target-release', SUITE))
  else installQuietly('valkey-server')
}
