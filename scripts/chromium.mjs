// Brings the browser that some tests start. Where it cannot be installed these tests are skipped, or fail under CI.
import { canInstall, install, isHere } from './apt.mjs'

export function bringChromium() {
  if (isHere('chromium')) return
  if (canInstall()) install('chromium')
  if (isHere('chromium')) return
  console.error('There is no chromium here: the tests in a browser are skipped, and fail where CI is set.')
}
