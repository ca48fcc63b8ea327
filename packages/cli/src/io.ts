/** What a command reads from and writes to. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean }
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** Whether people see the output in colours. */
  readonly hasColours: boolean
}
