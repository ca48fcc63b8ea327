/** What a project writes, as text. */
export interface ConsumerApp {
  /** What every TypeScript program of the project starts with. */
  readonly prelude: string
  /** An application that uses what the readme shows. It must compile. */
  readonly program: string
  /** Programs that must not compile, each for one reason. */
  readonly refused: readonly (readonly [reason: string, code: string, program: string])[]
  /** What the running program imports: what it binds, and from where. */
  readonly imports: readonly (readonly [names: string, module: string])[]
  /** Serves `/me`, protected with `options`, and calls `report(port)` when it listens. */
  readonly serve: string
}

export const TESTING = ['{ createSigner, mintToken }', '@meishi/core/testing'] as const

/** Asks without and with a token, prints both answers, and ends. */
const REPORT = `
const signer = createSigner()
const options = { issuer: 'https://id.test', audience: 'api', keys: signer.keys }
const token = mintToken(signer, { iss: 'https://id.test', aud: 'api', sub: 'alice' })
async function report(port) {
  const answers = []
  for (const headers of [{}, { authorization: 'Bearer ' + token }]) {
    const answer = await fetch('http://127.0.0.1:' + port + '/me', { headers })
    const { detail, sub } = await answer.json()
    answers.push([answer.status, answer.headers.get('www-authenticate'), detail ?? sub])
  }
  process.stdout.write(JSON.stringify(answers), () => process.exit())
}
`

/** What every program prints, whatever the framework. */
export const REPORTED: readonly (readonly unknown[])[] = [
  [401, 'Bearer', 'An access token is required'],
  [200, null, 'alice'],
]

export const asEsModule = ({ imports, serve }: ConsumerApp): string =>
  [...imports.map(([names, module]) => `import ${names} from '${module}'`), REPORT, serve].join('\n')

export const asCommonJs = ({ imports, serve }: ConsumerApp): string =>
  [...imports.map(([names, module]) => `const ${names} = require('${module}')`), REPORT, serve].join('\n')
