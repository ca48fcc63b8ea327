// What the snippets of the documents use without declaring it: the reader's own application. A name is in scope
// of every page that does not declare or import it. See compile-snippets.ts for the rule.

/** A running application: Express's, but Koa's or Fastify's on a page that has imported its adapter. */
export declare const app: import('express5').Express
export declare const koaApp: import('koa')
export declare const fastifyApp: import('fastify').FastifyInstance
export declare const router: import('@koa/router').default

/** Handlers of Express, and a server. */
export declare const feed: import('express5').RequestHandler
export declare const reports: import('express5').RequestHandler
export declare const transfer: import('express5').RequestHandler
export declare const handler: import('express5').RequestHandler
export declare const server: import('node:http').Server

/** Keys and names of the reader's issuer. */
export declare const issuer: string
export declare const audience: string
export declare const jwks: import('@meishi/core').JwkSet
export declare const jwk: import('@meishi/core').Jwk
export declare const pem: string
export declare const secret: string
export declare const wrappingSecret: Uint8Array
export declare const token: string
export declare const sealingKey: string

/** What a key service has of a client. */
export declare const hsm: { sign(key: string, data: Uint8Array): Promise<Uint8Array> }

/** Options that are complete, where a snippet is about one more. */
export declare const options: import('@meishi/core').AuthOptions & { issuers?: never }
export declare const auth: import('@meishi/express').JwtAuth

/** What pages name after they have shown once where it comes from. */
export declare const jwtAuth: typeof import('@meishi/express').jwtAuth
export declare const loadJwtPlugin: typeof import('@meishi/config').loadJwtPlugin

/** Outside clients, by the shape that is used of them. */
export declare const redis: {
  set(key: string, value: string, options: { NX: true; PX: number }): Promise<string | null>
  get(key: string): Promise<string | null>
}
export declare const sql: (
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
) => Promise<readonly { readonly id: string }[]>

/** Tenants of the reader, by their issuers. */
export declare const tenants: {
  find(issuer: string): Promise<{ readonly audience: string } | undefined>
}

/** undici, by what is used of it. */
export declare const dispatcher: object
export declare const undici: {
  fetch(
    url: string,
    init: import('@meishi/core').FetchInit & { readonly dispatcher: object },
  ): Promise<import('@meishi/core').FetchedResponse>
}

/** A counter of the reader's metrics library. */
export declare const count: (name: string, labels: Readonly<Record<string, string | undefined>>) => void

/** Whether a password is the user's. */
export declare const isRight: (user: string, password: string) => Promise<boolean>

/** The test function of any runner. */
export declare const test: (name: string, run: () => Promise<void>) => void
