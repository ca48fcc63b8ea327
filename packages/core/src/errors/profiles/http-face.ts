/** What a refusal looks like over HTTP. */
export interface HttpFace {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly message: string
}
