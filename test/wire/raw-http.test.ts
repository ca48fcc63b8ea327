import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { keepLine } from './kept-line.js'
import { send } from './raw-http.js'

/** A server that answers every request with these bytes, and hangs up where the request says so. Returns its port. */
async function serveBytes(bytes: string): Promise<number> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      socket.write(bytes, 'latin1')
      if (chunk.includes('Connection: close')) socket.end()
    })
  })
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    return new Promise<void>((resolve) => void server.close(() => resolve()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}

const OF_FIVE = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'

test('an answer is read', async () => {
  expect(await send(await serveBytes(`${OF_FIVE}alice`), { target: '/' })).toMatchObject({
    status: 200,
    lines: [['Content-Length', '5']],
    body: 'alice',
  })
})

test('an answer to HEAD tells a length, and has no body', async () => {
  const port = await serveBytes(OF_FIVE)

  expect(await send(port, { method: 'HEAD', target: '/' })).toMatchObject({ status: 200, body: '' })
  await expect(send(port, { target: '/' })).rejects.toThrow('not as long as said')
})

test.each([
  ['nothing', '', 'no HTTP answer'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-', 'no HTTP answer'],
  ['half a body', `${OF_FIVE}al`, 'not as long as said'],
  ['too long a body', `${OF_FIVE}alice and bob`, 'not as long as said'],
])('who is answered with %s hears of it', async (_what, bytes, problem) => {
  await expect(send(await serveBytes(bytes), { target: '/' })).rejects.toThrow(problem)
})

test('a kept line has one answer for each request, in their order, also where they were asked at once', async () => {
  const line = keepLine(await serveBytes(`${OF_FIVE}alice`))
  const answers = await Promise.all(['/1', '/2', '/3'].map((target) => line.ask({ target })))

  expect(answers.map(({ body }) => body)).toEqual(['alice', 'alice', 'alice'])
  await line.close()
})

test.each([
  ['more than one answer', `${OF_FIVE}alice${OF_FIVE}alice`, 'nobody had asked'],
  ['a body without an end', 'HTTP/1.1 200 OK\r\n\r\nalice', 'nobody can tell'],
])('who hears %s on a kept line is told', async (_what, bytes, problem) => {
  await expect(keepLine(await serveBytes(bytes)).ask({ target: '/' })).rejects.toThrow(problem)
})

test('a kept line that was cut is told, and connects again', async () => {
  const port = await serveBytes(`${OF_FIVE}al`)
  const line = keepLine(port)
  const cut = { target: '/', headers: ['Connection: close'] }

  await expect(line.ask(cut)).rejects.toThrow('hung up')
  await expect(line.ask(cut)).rejects.toThrow('hung up')
  await line.close()
})

test('a kept line connects again behind an answer that ended the connection', async () => {
  const line = keepLine(await serveBytes(OF_FIVE.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\nalice')))

  expect((await line.ask({ target: '/' })).body).toBe('alice')
  expect((await line.ask({ target: '/' })).body).toBe('alice')
  await line.close()
})
