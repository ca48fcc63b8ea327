import { AuthError, type Clock } from '@meishi/core'
import { jwtAuth } from '@meishi/express'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { createLink, type LinkIssuer, linkPolicy } from './links.js'
import { askPage, buttonPage, mailedPage, refusedPage, welcomePage } from './pages.js'

/** What the site is made of. */
export interface Site extends LinkIssuer {
  sendMail(to: string, link: string): void | Promise<void>
  readonly clock?: Clock
}

/** A site where people sign in with a link that is mailed to them and that works once. */
export function createApp(site: Site): Express {
  const app = express()
  const { clock } = site
  const link = jwtAuth({ ...linkPolicy(site), ...(clock && { clock }), token: { query: 'token' } })
  const button = link.with({ token: { form: 'token' }, preventReplay: true })

  app.use(keepToYourself, express.urlencoded({ extended: false }))
  app.get('/', (_req, res) => void res.send(askPage))
  app.post('/links', async (req, res) => {
    const email = String(req.body?.email)
    // Everybody gets the same page, or it would tell whose addresses are known.
    if (email.includes('@')) await site.sendMail(email, await createLink(site, email))
    res.send(mailedPage)
  })

  // Scanners of mail open every link. To look at it is free, and the button spends it.
  app.get('/sign-in', link, (req, res) => void res.send(buttonPage(String(req.query.token))))
  app.post(
    '/sign-in',
    button,
    button.handler((req, res) => {
      // Here the session of your application begins.
      res.send(welcomePage(String(req.auth.claims.sub)))
    }),
  )
  app.use(explain)
  return app
}

/** The address of a page holds a token: no cache keeps it, and no other site is told. */
const keepToYourself: RequestHandler = (_req, res, next) => {
  res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
  next()
}

const explain: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof AuthError) res.status(error.status).send(refusedPage(error.code))
  else next(error)
}
