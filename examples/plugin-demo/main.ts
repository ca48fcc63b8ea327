import { mintToken } from '@meishi/core/testing'
import { type Demo, type DemoRow, runCases, startDemo } from './run-demo.js'

const demo = await startDemo()
const rows = await runCases(demo)
print(rows)
if (process.argv.includes('--serve')) printCurl(demo)
else demo.server.close()
process.exitCode = rows.every((row) => row.isAsDocumented) ? 0 : 1

function print(all: readonly DemoRow[]): void {
  const width = Math.max(...all.map((row) => row.title.length))
  console.log(
    '\nAn Express API behind the JWT plugin configuration of examples/plugin-demo/jwt-plugin.yaml\n',
  )
  for (const { title, sent, answer, isAsDocumented } of all) {
    console.log(
      `${isAsDocumented ? '✓' : '✗'} ${title.padEnd(width)}  ${sent}\n  ${' '.repeat(width)}  → ${answer}`,
    )
  }
  const wrong = all.filter((row) => !row.isAsDocumented).length
  console.log(
    wrong === 0 ? `\nAll ${all.length} as documented.` : `\n${wrong} of ${all.length} not as documented.`,
  )
}

function printCurl({ signer, origin }: Demo): void {
  const token = mintToken(signer, { sub: 'you', aud: 'YOUR_AUDIENCE', userId: '42' })
  console.log(`
Listening on ${origin}; Ctrl-C ends it. A token that is good for five minutes:

  TOKEN=${token}

  curl -i ${origin}/api/orders -H "X-Token: $TOKEN"
  curl -i "${origin}/api/orders?userId=admin" -H "X-Token: $TOKEN" -H 'X-Aud: internal'
  curl -i ${origin}/api/orders
  curl -i -X POST ${origin}/payments -H "X-Token: $TOKEN"    # once, and again`)
}
