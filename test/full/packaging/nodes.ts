import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { install } from './consumer.js'

/** The lines of Node that the packages have to run on. The oldest is the one of `engines`. */
const LINES = [20, 22, 24, 26]

/** A Node, or why there is none of it here. */
export interface InstalledNode {
  readonly line: number
  readonly name: string
  readonly path?: string
}

/** Installs the newest Node of each line from npm. */
export async function installNodes(folder: string): Promise<readonly InstalledNode[]> {
  return Promise.all(LINES.map((line) => installNode(folder, line)))
}

/** Installs the newest Node of one line from npm, where one package holds the program for one platform. */
export async function installNode(folder: string, line: number): Promise<InstalledNode> {
  const isWindows = process.platform === 'win32'
  const platform = isWindows ? 'win' : process.platform
  // Only this one has another name.
  const prefix = `${platform}-${process.arch}` === 'darwin-arm64' ? 'node-bin' : 'node'
  const program = `${prefix}-${platform}-${process.arch}`

  const home = join(folder, `node-${line}`)
  await mkdir(home)
  await writeFile(
    join(home, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [program]: `${line}` } }),
  )
  try {
    await install(home)
  } catch (error) {
    if (process.env.CI !== undefined) throw error
    const [reason] = /npm error .*/.exec(String(error)) ?? ['npm failed']
    return { line, name: `Node ${line} (not here: ${reason})` }
  }
  const path = join(home, 'node_modules', program, 'bin', isWindows ? 'node.exe' : 'node')
  return { line, name: `Node ${line}`, path }
}
