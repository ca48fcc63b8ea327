// Brings the programs that tokens are exchanged with. Where they cannot be installed their tests are skipped, or fail under CI.
import { canInstall, install, isHere } from './apt.mjs'

/** Each by its name, its packages in Debian, and a command that succeeds where it is installed. */
const PEERS = [
  ['PyJWT', ['python3-jwt', 'python3-cryptography'], '/usr/bin/python3', ['-c', 'import jwt, cryptography']],
  ['jwcrypto', ['python3-jwcrypto'], '/usr/bin/python3', ['-c', 'import jwcrypto.jwe']],
  ['the jose command', ['jose'], 'jose', ['alg']],
  ['ruby-jwt', ['ruby', 'ruby-jwt'], 'ruby', ['-r', 'jwt', '-e', '1']],
]

export function bringInteropPeers() {
  const missing = lacking()
  if (missing.length === 0) return
  if (canInstall()) install(missing.flatMap(([, packages]) => packages))
  const names = lacking().map(([name]) => name)
  if (names.length === 0) return
  console.error(`Not here: ${names.join(', ')}. The tests with them are skipped, and fail where CI is set.`)
}

const lacking = () => PEERS.filter(([, , program, args]) => !isHere(program, args))
