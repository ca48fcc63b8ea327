import { type ErrorProfile, requireScope } from '@meishi/core'
import { allow, jwtAuth, problemDetails } from '@meishi/express'
import type { Face, RefusalCase } from './cases/refusal-case.js'
import { type App, type Express, forgetful, reached } from './express-versions.js'
import { POLICY } from './issuer.js'

/** One way in which an application turns errors into answers, and the body that is expected of it. */
export interface Rendering {
  readonly name: string
  readonly env: 'development' | 'production'
  readonly mount: (app: App) => void
  readonly type: string
  readonly body: (face: Face) => string
}

const page = (text: string): string =>
  `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${text}</pre>\n</body>\n</html>\n`

const CLASS_NAMES: Readonly<Record<number, string>> = { 500: 'MisconfiguredError', 503: 'UnavailableError' }
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

export const RENDERINGS: readonly Rendering[] = [
  {
    name: 'the default handler in development',
    env: 'development',
    mount: () => undefined,
    type: 'text/html; charset=utf-8',
    body: ({ status, text }) => page(`${CLASS_NAMES[status] ?? 'AuthError'}: ${text}`),
  },
  {
    name: 'the default handler in production',
    env: 'production',
    mount: () => undefined,
    type: 'text/html; charset=utf-8',
    body: ({ status }) => page(`${TITLES[status]}`),
  },
  {
    name: 'a handler that forgets headers',
    env: 'production',
    mount: (app) => app.use(forgetful),
    type: 'application/json; charset=utf-8',
    body: () => '{"problem":"ours"}',
  },
  {
    name: 'problemDetails()',
    env: 'development',
    mount: (app) => app.use(problemDetails()),
    type: 'application/problem+json',
    body: ({ status, text }) =>
      JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail: text }),
  },
]

/** An application whose routes are behind the case's policy, each in another way. */
export function refusalApp(
  express: Express,
  row: RefusalCase,
  profile: ErrorProfile,
  rendering: Rendering,
): App {
  const app = express()
  app.set('env', rendering.env)
  if (row.parser !== undefined) app.use(row.parser === 'json' ? express.json() : express.urlencoded())
  const policy = row.policy?.() ?? { ...POLICY, ...row.options?.() }
  const auth = jwtAuth({ ...policy, errorProfile: profile })
  const optional = auth.with({ optional: true })
  app.all('/target', auth, reached)
  app.all('/allowed', optional, allow(requireScope('admin')), reached)
  app.all('/typed', optional, optional.handler(reached))
  app.all('/lone-guard', allow(requireScope('admin')), reached)
  app.all('/lone-handler', auth.handler(reached))
  rendering.mount(app)
  return app
}
