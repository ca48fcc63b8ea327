import type { Face, RefusalCase } from './cases/refusal-case.js'
import type { Application, Framework } from './frameworks/framework.js'

/** One way in which an application turns errors into answers, and the body that is expected of it. */
export interface Rendering {
  readonly name: string
  readonly how: Pick<Application, 'errors' | 'env'>
  readonly type: string
  readonly body: (face: Face, code: RefusalCase['code']) => string
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

/** Fastify prints codes. Before the signature they would tell what to try next, so there is one for all. */
const UNPROVEN: ReadonlySet<RefusalCase['code']> = new Set([
  'algorithm_refused',
  'header_refused',
  'key_not_found',
  'signature_invalid',
  'decryption_failed',
  'issuer_refused',
])

const OF_FRAMEWORK: Readonly<Record<Framework['kind'], readonly Rendering[]>> = {
  express: [
    {
      name: 'the default handler in development',
      how: { errors: 'default', env: 'development' },
      type: 'text/html; charset=utf-8',
      body: ({ status, text }) => page(`${CLASS_NAMES[status] ?? 'AuthError'}: ${text}`),
    },
    {
      name: 'the default handler in production',
      how: { errors: 'default', env: 'production' },
      type: 'text/html; charset=utf-8',
      body: ({ status }) => page(`${TITLES[status]}`),
    },
  ],
  koa: [
    {
      name: 'the default handler',
      how: { errors: 'default' },
      type: 'text/plain; charset=utf-8',
      body: ({ status, text }) => (status < 500 ? text : `${TITLES[status]}`),
    },
  ],
  fastify: [
    {
      name: 'the default handler',
      how: { errors: 'default' },
      type: 'application/json; charset=utf-8',
      body: ({ status: statusCode, text: message }, code) =>
        JSON.stringify({
          statusCode,
          code: UNPROVEN.has(code) ? 'token_malformed' : code,
          error: TITLES[statusCode],
          message,
        }),
    },
  ],
}

const OF_APPLICATIONS: readonly Rendering[] = [
  {
    name: 'a handler that forgets headers',
    how: { errors: 'own' },
    type: 'application/json; charset=utf-8',
    body: () => '{"problem":"ours"}',
  },
  {
    name: 'problemDetails()',
    how: { errors: 'problem', env: 'development' },
    type: 'application/problem+json',
    body: ({ status, text }) =>
      JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail: text }),
  },
]

/** The ways of one framework. */
export const renderingsOf = ({ kind }: Framework): readonly Rendering[] => [
  ...OF_FRAMEWORK[kind],
  ...OF_APPLICATIONS,
]
