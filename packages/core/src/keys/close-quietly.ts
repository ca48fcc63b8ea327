/** What a source of the application's own throws when it is closed must not keep the others open. */
export function closeQuietly(source: { close(): void }): void {
  try {
    source.close()
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error))
  }
}
