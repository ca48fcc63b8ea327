import { usage } from './failures.js'

/** What among arguments is no name of a file, wherever in one it stands. A token begins as the base64url of `{"`. */
const SECRETS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a token', /(?:^|[\s:=])eyJ[\w-]*\.[\w-]*\.[\w.-]*/],
  ['a key', /-----BEGIN |\{[\s\S]*"kty"/],
]

/**
 * Refuses a secret that was written where the name of a file belongs, before anything repeats it.
 *
 * @throws Failure (2)
 */
export function refuseSecrets(args: readonly string[]): void {
  for (const [what, form] of SECRETS) {
    if (args.some((argument) => form.test(argument)))
      throw usage(
        `${what} among the arguments is seen by every process of this machine and kept by the shell: pipe it in, or name a file`,
      )
  }
}
