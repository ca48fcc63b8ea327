import { dirname } from 'node:path'
import { defineConfig, mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import quick from './vitest.config.js'

/** Seconds of RSA: asked last, unless the mutant is near. */
const SLOW = /verification-key\.test|verify-token\.keys\.test/

/** Runs the tests near the mutated file first, for they are the likeliest to notice. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [mutated = ''] = this.ctx.config.related ?? []
    const beside = mutated.replace(/\.ts$/, '.')
    const distance = ({ moduleId }: TestSpecification): number => {
      if (moduleId.startsWith(beside)) return 0
      if (dirname(moduleId) === dirname(mutated)) return 1
      return SLOW.test(moduleId) ? 3 : 2
    }
    return files.toSorted((one, other) => distance(one) - distance(other))
  }
}

const config = mergeConfig(
  quick,
  // One process without isolation: modules are loaded once, which is most of the time of a mutant.
  defineConfig({ test: { isolate: false, sequence: { sequencer: NearestFirst } } }),
)
config.test.include = ['*', '{stages,jose,errors,guards,keys,revocation,stores}/**/*'].map(
  (path) => `packages/core/src/${path}.test.ts`,
)

export default config
