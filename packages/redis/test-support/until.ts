import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE = 60_000

/** Asks again and again until the answer is yes; gives up after a generous minute, or when the question throws. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited for a minute, and still not: ${what}`)
    await sleep(20)
  }
}
