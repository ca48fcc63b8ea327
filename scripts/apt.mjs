// Programs that some tests need, from Debian's packages.
import { spawnSync } from 'node:child_process'

export function isHere(program, args = ['--version']) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

export function canInstall() {
  return process.platform === 'linux' && process.getuid() === 0 && isHere('apt-get')
}

/** Returns whether the packages are there now. */
export function install(...names) {
  console.error(`Installing ${names.join(', ')} with apt-get …`)
  return apt('update') && apt('install', '--yes', '--no-install-recommends', ...names)
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
