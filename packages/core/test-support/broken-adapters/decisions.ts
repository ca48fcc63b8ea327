import type { Auth } from '../../src/index.js'
import { type Message, RIGHT_PARTS } from '../http-adapter.js'
import type { BrokenAdapter } from './broken-adapter.js'

const { protect, act } = RIGHT_PARTS

/** What was sent, believed as it stands. */
function unverified({ headers }: Message): Auth {
  const payload = headers.authorization?.split('.')[1] ?? ''
  return { claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) } as Auth
}

let lastCaller: Auth | undefined
const callers = new WeakMap<object, Auth>()

/** Faults in who is asked, and in what becomes of the outcome. */
export const BROKEN_DECISIONS: readonly BrokenAdapter[] = [
  {
    name: 'asks nobody',
    parts: { protect: async () => ({ status: 'anonymous' }) },
    foundBy: /^(shows|accepts|refuses|answers|spends|keeps concurrent|forgets)/,
  },
  {
    name: 'requires a token everywhere',
    parts: {
      async protect(...all) {
        const outcome = await protect(...all)
        if (outcome.status === 'anonymous') throw new Error('a token is required')
        return outcome
      },
    },
    foundBy: /^lets a request|^knows no caller|(an anonymous caller|an open route)$|^forgets/,
  },
  {
    name: 'lets bad tokens pass as anonymous',
    parts: { act: (outcome, message) => void act(outcome, message) },
    foundBy: /^refuses|(first|second) handle says no$|415|a refused caller$|^spends/,
  },
  {
    name: 'goes on after it has answered',
    parts: { goesOn: true },
    foundBy:
      /^refuses|(first|second) handle says no$|^answers (415|50)|a refused caller$|^spends a token with|answers 40\d to/,
  },
  {
    name: 'keeps no claims',
    parts: {
      enter(message) {
        message.auth = message.auth && { claims: {} }
      },
    },
    foundBy: /^(shows|accepts|refuses|answers 50|keeps concurrent|forgets)/,
  },
  {
    name: 'believes a token that nobody has judged',
    parts: {
      enter(message) {
        message.auth ??= unverified(message)
      },
    },
    foundBy: /^knows no caller/,
  },
  {
    name: 'makes somebody up where nobody is known',
    parts: {
      enter(message) {
        message.auth ??= { claims: { sub: 'guest' } }
      },
    },
    foundBy: /^(lets a request|knows no caller|forgets)/,
  },
  {
    name: 'keeps the caller in one variable',
    parts: {
      act(outcome, message) {
        if (outcome.status === 'authenticated') lastCaller = outcome.auth
        return act(outcome, message)
      },
      async enter(message) {
        await new Promise(setImmediate)
        message.auth = lastCaller
      },
    },
    foundBy: /^keeps concurrent/,
  },
  {
    name: 'keeps the caller on the connection',
    parts: {
      act(outcome, message) {
        if (outcome.status === 'authenticated') callers.set(message.socket, outcome.auth)
        return act(outcome, message)
      },
      enter(message) {
        message.auth = callers.get(message.socket)
      },
    },
    foundBy: /^forgets/,
  },
  {
    name: 'judges every request twice',
    parts: {
      async protect(handle, surface, view, response) {
        await handle.authenticate({ rawHeaders: [...view.rawHeaders] })
        return protect(handle, surface, view, response)
      },
    },
    foundBy: /^spends/,
  },
  {
    name: 'judges every request once more, and does not mind the outcome',
    parts: {
      async protect(handle, surface, view, response) {
        const outcome = await protect(handle, surface, view, response)
        await handle.authenticate({ rawHeaders: [...view.rawHeaders] }).catch(() => undefined)
        return outcome
      },
    },
    foundBy: /^spends/,
  },
  {
    name: 'asks the first handle only',
    parts: { handles: ([first]) => [first] },
    foundBy: /the second handle says no|^keeps what/,
  },
  {
    name: 'asks the last handle only',
    parts: { handles: (handles) => [handles.at(-1) ?? handles[0]] },
    foundBy: /the first handle says no|^keeps what/,
  },
  {
    name: 'refuses what has been accepted',
    parts: { act: () => new Error('no') },
    foundBy: /no handle says no|^keeps|^shows|^lets|a caller pass/,
  },
  {
    name: 'ignores guards',
    parts: { admit: () => undefined },
    foundBy: /answers 40\d to/,
  },
]
