import { randomBytes } from 'node:crypto'
import { createApp } from './app.js'

const port = Number(process.env.PORT ?? 3000)
const origin = `http://localhost:${port}`

const app = createApp({
  origin,
  secret: randomBytes(32),
  sendMail: (to, link) => console.log(`\nMail to ${to}:\n\n  ${link}\n`),
})
app.listen(port, 'localhost', (error) => {
  if (error !== undefined) throw error
  console.log(`Open ${origin} and ask for a link: mails are printed here. Ctrl-C ends it. Or, without a browser:

  curl -i ${origin}/links -d email=you@example.com
  TOKEN=…                                            # what stands behind token= in the mail
  curl -i "${origin}/sign-in?token=$TOKEN"    # as often as you like
  curl -i ${origin}/sign-in -d "token=$TOKEN"       # once, and again`)
})
