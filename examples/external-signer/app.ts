import { jwtAuth, mount, problemDetails } from '@meishi/express'
import { createIssuer, type TokenSigner } from '@meishi/issuer'
import express, { type Express } from 'express'

const audience = 'https://api.example.com'

/** A service that issues tokens with a key that it does not have, and an API that accepts them. */
export async function createApp(origin: string, signer: TokenSigner): Promise<Express> {
  const issuer = await createIssuer({ issuer: origin, algorithm: signer.alg, keys: signer, audience })
  const auth = jwtAuth({ issuer: origin, audience, keys: { jwks: await issuer.jwks() } })
  const app = express()
  app.use(mount(issuer.handler))
  app.post('/token', async (_req, res) => {
    // Whoever asks gets one here. Your service asks for more first.
    const { token, claims } = await issuer.issue({ subject: 'alice', lifetime: 300 })
    res.set('Cache-Control', 'no-store').json({ access_token: token, expires_in: claims.exp - claims.iat })
  })
  app.get(
    '/me',
    auth,
    auth.handler((req, res) => void res.json({ subject: req.auth.claims.sub })),
  )
  app.use(problemDetails())
  return app
}
