/** A token that was issued, and what the test needs to know of it. */
export interface Sent {
  readonly token: string
  readonly kid: string
  readonly iat: number
  readonly exp: number
}

/** What four processes said to four others. */
export interface Tally {
  readonly tokens: Sent[]
  accepted: number
  readonly refused: { readonly kid: string; readonly status: number; readonly body: string }[]
}

/** How long before its end a token is no longer sent: it could expire on the way. */
const MARGIN = 30

/** Asks an issuer for a token. */
export async function fetchToken(origin: string, lifetime: number): Promise<Sent> {
  const response = await fetch(`${origin}/token?lifetime=${lifetime}`)
  if (!response.ok) throw new Error(`the issuer answered ${response.status}: ${await response.text()}`)
  const { token, claims } = (await response.json()) as { token: string; claims: { iat: number; exp: number } }
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  return { token, kid, iat: claims.iat, exp: claims.exp }
}

/** Sends a token to an API. `/listed` asks the shared revocation list, `/me` asks none. */
export async function send(origin: string, { token }: Sent, path = '/me'): Promise<Response> {
  return fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } })
}

/** A lane takes tokens of every issuer to every verifier, fresh ones and old ones, until it is told to end. */
export async function runLane(
  lane: number,
  issuers: readonly string[],
  verifiers: readonly string[],
  { clock, goesOn, tally }: { clock: () => number; goesOn: () => boolean; tally: Tally },
): Promise<void> {
  for (let turn = lane; goesOn(); turn++) {
    // Short and long ones: a long one lives on after its key has retired.
    const fresh = await fetchToken(issuers[turn % issuers.length] as string, turn % 3 === 0 ? 900 : 120)
    tally.tokens.push(fresh)
    const old = tally.tokens[Math.floor(Math.random() * tally.tokens.length)] as Sent
    for (const sent of [fresh, old]) {
      if (sent.exp - MARGIN < clock()) continue
      const response = await send(verifiers[(turn * 7 + lane) % verifiers.length] as string, sent)
      const body = await response.text()
      if (response.status === 200) tally.accepted++
      else tally.refused.push({ kid: sent.kid, status: response.status, body })
    }
  }
}
