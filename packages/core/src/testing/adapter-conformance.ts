import { ACCEPTED_CASES } from './adapter-conformance/accepted-cases.js'
import { type AdapterCase, onBench } from './adapter-conformance/bench.js'
import { CHAIN_CASES } from './adapter-conformance/chain-cases.js'
import { FAILURE_CASES } from './adapter-conformance/failure-cases.js'
import { REFUSED_CASES } from './adapter-conformance/refused-cases.js'
import { REQUEST_CASES } from './adapter-conformance/request-cases.js'
import {
  ADAPTER_FEATURES,
  type AdapterFeature,
  type ListenWithAdapter,
} from './adapter-conformance/scenario.js'
import { STRIPPED_CASES } from './adapter-conformance/stripped-cases.js'
import type { ConformanceCase } from './conformance-case.js'

const CASES: readonly AdapterCase[] = [
  ...ACCEPTED_CASES,
  ...REFUSED_CASES,
  ...STRIPPED_CASES,
  ...FAILURE_CASES,
  ...REQUEST_CASES,
  ...CHAIN_CASES,
]

/**
 * The tests of an adapter: what every client and every handler may rely on, whatever the framework. They send requests
 * over raw sockets to servers that `listen` starts, one for each test.
 *
 * @param listen - starts a server for a scenario, on a free port of 127.0.0.1
 * @param features - what the framework has besides headers and URL; tests that need more are left out
 * @throws TypeError where there is no such feature
 * @example
 * for (const { name, run } of adapterConformance(listen, ['query', 'params', 'chain'])) test(name, run)
 */
export function adapterConformance(
  listen: ListenWithAdapter,
  features: readonly AdapterFeature[] = [],
): readonly ConformanceCase[] {
  const unknown = features.find((feature) => !ADAPTER_FEATURES.includes(feature))
  if (unknown !== undefined)
    throw new TypeError(`there is no feature "${unknown}": ${ADAPTER_FEATURES.join(', ')}`)
  return CASES.filter(({ needs = [] }) => needs.every((feature) => features.includes(feature))).map(
    ({ name, check }) => ({ name, run: () => onBench(listen, check) }),
  )
}
