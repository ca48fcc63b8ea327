import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { byName, inTurn, showSpread, spread } from '../lib/measure.mjs'
import { weigh } from '../lib/weigh.mjs'

const here = join(import.meta.dirname, '..')
const FLOOR = 'node:crypto'
const PEERS = {
  '@meishi/express': ['express-jwt', 'express-oauth2-jwt-bearer', 'passport-jwt'],
  '@meishi/koa': ['koa-jwt'],
  '@meishi/fastify': ['@fastify/jwt'],
  '@meishi/core': ['jose', 'fast-jwt', 'jsonwebtoken', 'aws-jwt-verify'],
}
const MODULES = Object.entries(PEERS).flat(2)

export const title = 'Start-up and weight'
export const what =
  'Time until a package is there, in a process of its own, and what `npm install` brings with it, the framework left out. `node:crypto` is what nobody can do without.'
export const rounds = 5

export async function run({ rounds }) {
  const names = [FLOOR, ...MODULES]
  const seen = { clock: byName(names), cpu: byName(names), required: byName(names) }
  for (let round = 0; round < rounds; round++) {
    for (const name of inTurn(names, round)) {
      const imported = load(`await import('${name}')`, ['--input-type=module'])
      seen.clock[name].push(imported.clock)
      seen.cpu[name].push(imported.cpu)
      seen.required[name].push(load(`require('${name}')`, ['--input-type=commonjs', '--no-warnings']).clock)
    }
  }
  const weights = Object.fromEntries(MODULES.map((name) => [name, weigh(name, here)]))
  return {
    tables: [
      {
        title: 'Packages',
        columns: ['package', 'packages', 'KiB', 'import, ms', 'of CPU', 'require, ms'],
        rows: names.map((name) => [
          name,
          weights[name]?.packages ?? '',
          weights[name] === undefined ? '' : showKib(weights[name]),
          ...Object.values(seen).map((own) => showSpread(spread(own[name]), 1)),
        ]),
        notes: ['Of ours, what is packed. `@meishi/core` is counted with each adapter that needs it.'],
      },
    ],
    goals: Object.entries(PEERS).flatMap(([ours, peers]) => goalsOf(ours, peers, seen.cpu, weights)),
    highlights: [highlight('@meishi/express', seen.cpu, weights)],
  }
}

const showKib = ({ bytes }) => Math.round(bytes / 1024).toLocaleString('en')

/** A low bar: not the last in anything. */
function goalsOf(ours, peers, imported, weights) {
  const heaviest = peers.reduce((one, other) => (weights[other].bytes > weights[one].bytes ? other : one))
  const slowest = peers.reduce((one, other) =>
    median(imported[other]) > median(imported[one]) ? other : one,
  )
  return [
    {
      goal: `${ours}: no heavier than the heaviest other one, ${heaviest}`,
      seen: `${showKib(weights[ours])} KiB beside ${showKib(weights[heaviest])} KiB`,
      met: weights[ours].bytes <= weights[heaviest].bytes,
    },
    {
      goal: `${ours}: no more time to import than the slowest other one, ${slowest}`,
      seen: `${median(imported[ours]).toFixed(0)} ms beside ${median(imported[slowest]).toFixed(0)} ms of CPU`,
      met: median(imported[ours]) <= median(imported[slowest]),
    },
  ]
}

const median = (values) => spread(values).median

function highlight(ours, imported, weights) {
  const show = (name) =>
    `${weights[name].packages} packages, ${showKib(weights[name])} KiB, ${median(imported[name]).toFixed(0)} ms`
  return {
    what: 'On Express: packages installed, their size, CPU time to import',
    meishi: show(ours),
    others: PEERS[ours].map((name) => `${name} ${show(name)}`).join('; '),
  }
}

/** Milliseconds of one statement in a process of its own. */
function load(statement, flags) {
  const program = `const cpu = process.cpuUsage(); const start = performance.now(); ${statement}
    const clock = performance.now() - start; const { user, system } = process.cpuUsage(cpu)
    console.log(JSON.stringify({ clock, cpu: (user + system) / 1000 }))`
  return JSON.parse(
    execFileSync(process.execPath, [...flags, '-e', program], { cwd: here, encoding: 'utf8' }),
  )
}
