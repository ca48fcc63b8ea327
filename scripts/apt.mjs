// Programs that some tests need, from Debian's packages.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** Asked by a package before it would start a service: "not allowed" leaves the machine as quiet as it was. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

export function isHere(program, args = ['--version']) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

export function canInstall() {
  return process.platform === 'linux' && process.getuid() === 0 && isHere('apt-get')
}

/** Where apt has a release of Debian from; `undefined` where this is another one. */
export function placeOf(release) {
  const format = '$(REPO_URI) $(RELEASE)'
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', format], { encoding: 'utf8' })
  const line = stdout.split('\n').find((one) => one.endsWith(` ${release}`))
  return line?.split(' ', 1)[0]
}

/** Returns whether the packages are there now. `options` go to apt-get. */
export function install(names, ...options) {
  const list = [names].flat()
  console.error(`Installing ${list.join(', ')} with apt-get …`)
  return apt('update') && apt('install', '--yes', '--no-install-recommends', ...options, ...list)
}

/** The same for a package with a service, which is not started. */
export function installQuietly(...args) {
  const policy = [SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 }]
  return withFile(policy, () => install(...args))
}

/** Does something while a file is there, and leaves it where it was there before. */
export function withFile([path, text, options], act) {
  const wasThere = existsSync(path)
  if (!wasThere) writeFileSync(path, text, options)
  try {
    return act()
  } finally {
    if (!wasThere) rmSync(path, { force: true })
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
