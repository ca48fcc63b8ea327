import type { ErrorProfile } from '@meishi/core'
import type { BodyType } from '../frameworks/framework.js'
import { bearer, mint, POLICY } from '../issuer.js'
import { TOKEN_PLACES, type TokenPlace } from './moved-tokens.js'
import type { PolicyParts } from './policy-places.js'
import type { CaseRequest, Face, RefusalCase } from './refusal-case.js'

/** A row of the table in one profile, with its token in one place, required or optional. */
export interface Variant {
  readonly name: string
  readonly request: CaseRequest
  readonly face: Face
  /** Sent once before, and let through. */
  readonly isSentTwice: boolean
  /** What still passes afterwards. */
  readonly alive: CaseRequest
  readonly aliveFace: Face
  /** Made anew for every application. */
  readonly parts: () => PolicyParts
  readonly parses: readonly BodyType[]
}

/** A row that is about more than one token, or about where it stands, keeps its request as it is. */
const AS_IT_IS: TokenPlace = {
  name: 'where the row has it',
  face: {},
  move: (request) => request,
  success: {},
}

const passed = (headers: Face['headers']): Face => ({ status: 200, headers, text: '' })

/** Every variant of a row. */
export function variantsOf(row: RefusalCase, profile: ErrorProfile): Variant[] {
  const request = row.request()
  const alive = row.alive?.() ?? { headers: [bearer(mint())] }
  const options = row.options?.() ?? {}
  const places = options.token === undefined && isMovable(request) ? TOKEN_PLACES : [AS_IT_IS]
  const optionals = options.optional === true || isBehindOptional(request) ? [true] : [false, true]
  return places.flatMap((place) => {
    const moved = moveToken(request, place)
    if (moved === undefined) return []
    return optionals.map((optional) => ({
      name: `${place.name}, ${optional ? 'optional' : 'required'}`,
      request: moved,
      face: isAnonymous(row, request, optional) ? passed({}) : row[profile],
      isSentTwice: row.isSentTwice ?? false,
      alive: moveToken(alive, place) ?? alive,
      aliveFace: passed(place === AS_IT_IS ? successOf(alive) : place.success),
      parts: () => partsOf(row, { errorProfile: profile, optional, ...place.face }),
      parses: parsersOf(row, place),
    }))
  })
}

function partsOf(row: RefusalCase, variant: PolicyParts['face']): PolicyParts {
  const { token, csrf, ...rules } = row.options?.() ?? {}
  const own = { ...(token !== undefined && { token }), ...(csrf !== undefined && { csrf }) }
  return { root: row.policy?.() ?? POLICY, face: { ...own, ...variant }, rules }
}

function parsersOf({ parser }: RefusalCase, { face }: TokenPlace): readonly BodyType[] {
  if (parser !== undefined) return [parser]
  return face.token !== undefined && face.token !== null && 'form' in face.token ? ['urlencoded'] : []
}

const isBehindOptional = ({ target = '/target' }: CaseRequest): boolean => !target.startsWith('/target')

/** Without a token there is nobody to refuse where none is required. */
const isAnonymous = ({ code }: RefusalCase, request: CaseRequest, optional: boolean): boolean =>
  code === 'token_missing' && optional && !isBehindOptional(request)

const ONE_TOKEN = /^Authorization: Bearer ([^\s,]+)$/
const isAuthorization = (line: string): boolean => /^authorization:/i.test(line)

function isMovable({ headers = [] }: CaseRequest): boolean {
  const lines = headers.filter(isAuthorization)
  return lines.length < 2 && lines.every((line) => ONE_TOKEN.test(line))
}

/** The request with its token elsewhere. `undefined`: there is no room for one. */
function moveToken(request: CaseRequest, place: TokenPlace): CaseRequest | undefined {
  const { headers = [] } = request
  const token = headers.map((line) => ONE_TOKEN.exec(line)?.[1]).find((found) => found !== undefined)
  if (place === AS_IT_IS || token === undefined) return request
  return place.move({ ...request, headers: headers.filter((line) => !isAuthorization(line)) }, token)
}

/** The rows that say themselves where their token stands have a cookie, or `Authorization` beside something else. */
function successOf({ headers = [] }: CaseRequest): Face['headers'] {
  const isCookie = headers.some((line) => line.startsWith('Cookie:'))
  return isCookie ? { 'Cache-Control': 'private', Vary: 'cookie' } : {}
}
