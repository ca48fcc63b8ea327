import type { RequestView } from '@meishi/core/adapter'
import { AT_THE_APP, type PolicyPlace } from './policy-places.js'
import type { Face } from './refusal-case.js'
import type { Variant } from './variants.js'

/**
 * How a variant is answered at a place. A policy that has let the caller pass has told caches what it depends on;
 * a refusal behind it takes nothing of that back.
 */
export async function faceAt(place: PolicyPlace, variant: Variant): Promise<Face> {
  const { face, aliveFace } = variant
  if (face.status === 200 || !(await hasPassed(place, variant))) return face
  return { ...face, headers: { ...aliveFace.headers, ...face.headers } }
}

/** Whether something may let the caller pass before something else refuses it. */
export const mayPassBefore = (place: PolicyPlace, variant: Variant): boolean =>
  place.isBehindAnother === true || isRefusedByGuard(variant)

const isRefusedByGuard = ({ request }: Variant): boolean => request.target?.startsWith('/allowed') ?? false

/** Whether it does. */
async function hasPassed(place: PolicyPlace, variant: Variant): Promise<boolean> {
  if (!mayPassBefore(place, variant)) return false
  const { app } = (isRefusedByGuard(variant) ? AT_THE_APP : place).application(variant.parts())
  const outcome = await app.authenticate(viewOf(variant)).catch(() => undefined)
  return outcome?.status === 'authenticated'
}

function viewOf({
  request: { method = 'GET', target = '/target', headers = [], body },
}: Variant): RequestView {
  const rawHeaders = headers.flatMap((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  return {
    method,
    url: target,
    rawHeaders: [...rawHeaders, ...(body === undefined ? [] : ['Content-Length', `${body.length}`])],
    body: body === undefined ? undefined : Object.fromEntries(new URLSearchParams(body)),
  }
}
