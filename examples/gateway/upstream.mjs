// The service behind the gateway: a process of its own that knows nothing of tokens. It answers with what arrived.
import { createServer } from 'node:http'

const server = createServer(async (req, res) => {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  const { method, url, headers } = req
  const body = Buffer.concat(chunks).toString()
  res.setHeader('Content-Type', 'application/json')
  res.setHeader('Cache-Control', 'public, max-age=60') // it knows nothing of callers either
  res.end(JSON.stringify({ pid: process.pid, method, url, headers, body }))
})

server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit()) // the gateway has ended
