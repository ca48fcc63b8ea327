/** One test of a contract, for any test runner. */
export interface ConformanceCase {
  readonly name: string
  readonly run: () => Promise<void>
}
