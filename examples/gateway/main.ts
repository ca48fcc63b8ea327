import { type GatewayRequest, REQUESTS } from './requests.js'
import { startGateway } from './start-gateway.js'

const { origin, upstream, token } = await startGateway(Number(process.env.PORT ?? 3000))
console.log(`A gateway on ${origin}, and behind it process ${upstream.pid}, which answers with what arrives.`)
console.log(`Ctrl-C ends both. A token that is good for five minutes:\n\nTOKEN=${token}`)
for (const request of REQUESTS) console.log(`\n# ${request.title}\n${asCurl(request)}`)

function asCurl({ method, path, hasToken = true, headers = {}, body }: GatewayRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => ` -H '${name}: ${value}'`)
  const credentials = hasToken ? ' -H "X-Token: $TOKEN"' : ''
  const data = body === undefined ? '' : ` --data-binary $'${body.replaceAll('\r\n', '\\r\\n')}'`
  return `curl -gi -X ${method} '${origin}${path}'${credentials}${lines.join('')}${data}`
}
