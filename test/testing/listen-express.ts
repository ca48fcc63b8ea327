import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ListenWithAdapter } from '@meishi/core/testing'
import { allow, jwtAuth } from '@meishi/express'
import cookieParser from 'cookie-parser'
import type express5 from 'express5'
import type { ErrorRequestHandler, Request, Response } from 'express5'

/** Runs scenarios with `@meishi/express`. */
export function listenWithExpress(express: typeof express5): ListenWithAdapter {
  return async ({ handles, guard, answer, showRefused }) => {
    const app = express()
    const showError: ErrorRequestHandler = (error, req, _res, next) => {
      showRefused(req)
      next(error)
    }
    app.use(cookieParser(), express.urlencoded({ extended: false }))
    app.all(
      ['/target', '/target/:user'],
      ...handles.map((handle) => jwtAuth(handle)),
      ...(guard === undefined ? [] : [allow(guard)]),
      (req: Request, res: Response) => void res.send(answer(req)),
    )
    app.use(showError)
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { port: (server.address() as AddressInfo).port, close: () => server.close() }
  }
}
