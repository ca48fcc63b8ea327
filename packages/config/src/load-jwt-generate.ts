import type { JwtGeneratePlan } from '@meishi/core'
import { checkJwtGenerate } from './check-jwt-generate.js'
import { findPolicy } from './find-policy.js'
import { loadFile } from './load-file.js'
import { PolicyError } from './policy-error.js'
import type { ConfigSource } from './read-source.js'
import { translateJwtGenerate } from './translate-jwt-generate.js'

/**
 * Reads a `jwt-generate` policy of IBM API Connect, YAML or JSON, into a plan for `createJwtGenerator`. The file is the
 * policy itself, a list with it, or an API whose assembly has it, once. The plan is plain data.
 *
 * @param source - the text, or `{ file }`
 * @throws PolicyError, a ConfigurationError, naming line, column, property and what was expected
 * @example
 * const generator = createJwtGenerator(loadJwtGenerate({ file: 'jwt-generate.yaml' }), registry)
 */
export function loadJwtGenerate(source: ConfigSource): JwtGeneratePlan {
  return loadFile(source, PolicyError, loadJwtGenerate, (data) => {
    const { value, path } = findPolicy(data, 'jwt-generate')
    checkJwtGenerate(value, path)
    return translateJwtGenerate(value)
  })
}
