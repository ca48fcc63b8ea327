export type { Io } from './io.js'
export type { ExitCode } from './report.js'
export { run } from './run.js'
