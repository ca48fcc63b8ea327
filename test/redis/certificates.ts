import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An authority of its own, with the files of a server certificate for an address or a name. */
export interface Authority {
  /** What clients are given. */
  readonly ca: Buffer
  /** Settings of redis.conf. */
  readonly server: Readonly<Record<string, string>>
  remove(): void
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']

/** @param name - `IP:127.0.0.1` or `DNS:redis.test` */
export function createAuthority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'meishi-tls-'))
  const file = (of: string): string => join(folder, of)
  const openssl = (...words: string[]): unknown => execFileSync('openssl', words, { stdio: 'pipe' })
  const made = ['req', '-x509', ...KEY]
  openssl(...made, '-subj', '/CN=authority', '-keyout', file('ca.key'), '-out', file('ca.pem'))
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-addext', `subjectAltName=${name}`]
  openssl(...made, '-subj', '/CN=server', ...signed, '-keyout', file('key.pem'), '-out', file('cert.pem'))
  return {
    ca: readFileSync(file('ca.pem')),
    server: {
      'tls-ca-cert-file': file('ca.pem'),
      'tls-cert-file': file('cert.pem'),
      'tls-key-file': file('key.pem'),
      'tls-auth-clients': 'no',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
