#!/usr/bin/env node
import { run } from './run.js'

const { stdin, stdout, stderr, env, argv } = process

process.exitCode = await run(argv.slice(2), {
  stdin,
  stdout: (text) => void stdout.write(text),
  stderr: (text) => void stderr.write(text),
  hasColours: stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
})
