import { FileError, loadJwtGenerate, loadJwtPlugin } from '@meishi/config'
import type { JwtGeneratePlan, PlannedKey } from '@meishi/core'
import type { Command } from '../command.js'
import { usage } from '../failures.js'
import { printable } from '../printable.js'
import type { ExitCode } from '../report.js'

interface Verdict {
  readonly file: string
  readonly kind: 'jwt-plugin' | 'jwt-generate'
  readonly ok: boolean
  readonly exit: ExitCode
  readonly [detail: string]: unknown
}

/** Says whether files of gateways can be used, and where not, with line and column. */
export const checkConfig: Command = {
  name: 'check-config',
  summary: 'says whether configuration files of gateways can be used, and if not, where and why',
  operands: '',
  flags: {
    'jwt-plugin': {
      value: '<file>',
      multiple: true,
      says: 'of the JWT plugin of Alibaba Cloud API Gateway',
    },
    'jwt-generate': {
      value: '<file>',
      multiple: true,
      says: 'with the jwt-generate policy of IBM API Connect',
    },
  },
  async run(input, { paint }) {
    const verdicts = [
      ...input.list('jwt-plugin').map((file) => judge(file, 'jwt-plugin', () => pluginDetails(file))),
      ...input.list('jwt-generate').map((file) => judge(file, 'jwt-generate', () => policyDetails(file))),
    ]
    if (verdicts.length === 0 || input.rest.length > 0)
      throw usage('expected --jwt-plugin or --jwt-generate with a file')
    return {
      exit: Math.max(...verdicts.map(({ exit }) => exit)) as ExitCode,
      data: { files: verdicts.map(({ exit: _exit, ...verdict }) => verdict) },
      lines: verdicts.flatMap(({ file, kind, ok, message, ...rest }) => [
        ok ? `${paint.good('good')} ${printable(file)}: a ${kind}` : `${paint.bad('bad')}  ${message}`,
        ...needs(rest.needs),
      ]),
    }
  },
}

function judge(file: string, kind: Verdict['kind'], load: () => object): Verdict {
  try {
    return { file, kind, ok: true, exit: 0, ...load() }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const { line, column, path, message } = error
    return { file, kind, ok: false, exit: line === undefined ? 3 : 1, line, column, path, message }
  }
}

function pluginDetails(file: string): object {
  loadJwtPlugin({ file })
  return {}
}

/** What a policy needs at run time, and the file does not hold. */
function policyDetails(file: string): object {
  const { claims, sign, encrypt } = loadJwtGenerate({ file })
  const keys = [sign !== undefined && 'key' in sign ? sign.key : undefined, encrypt?.key]
  return {
    needs: {
      cryptoObjects: keys.flatMap((key) => nameIn(key, 'crypto')),
      variables: [...variablesOf(claims), ...keys.flatMap((key) => nameIn(key, 'jwk'))],
    },
  }
}

function nameIn(key: PlannedKey | undefined, kind: 'crypto' | 'jwk'): string[] {
  return key === undefined || !(kind in key) ? [] : [String(Reflect.get(key, kind))]
}

function variablesOf({ issuer, subject, audience, private: others }: JwtGeneratePlan['claims']): string[] {
  return [issuer, subject, ...audience, others].filter((name) => name !== undefined)
}

function needs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { cryptoObjects, variables } = value as Record<string, string[]>
  const say = (what: string, names: string[] = []): string[] =>
    names.length === 0 ? [] : [`     needs ${what}: ${names.map(printable).join(', ')}`]
  return [...say('crypto objects', cryptoObjects), ...say('runtime variables', variables)]
}
