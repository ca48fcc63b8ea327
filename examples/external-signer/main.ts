import { createApp } from './app.js'
import { startKeyHolder } from './key-holder.js'

const port = Number(process.env.PORT ?? 3000)
const origin = `http://localhost:${port}`

const { signer } = await startKeyHolder()
const app = await createApp(origin, signer)
app.listen(port, 'localhost', (error) => {
  if (error !== undefined) throw error
  console.log(`Tokens are signed in another process. Ctrl-C ends both.

  curl ${origin}/.well-known/jwks.json
  TOKEN=$(curl -s -X POST ${origin}/token | sed 's/.*access_token":"\\([^"]*\\).*/\\1/')
  curl ${origin}/me -H "Authorization: Bearer $TOKEN"`)
})
