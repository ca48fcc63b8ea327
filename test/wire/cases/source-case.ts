import type { AuthOptions } from '@meishi/core'
import type { CaseRequest } from './refusal-case.js'

/** Where a token may stand, and what a request with it is answered. */
export interface SourceCase {
  readonly name: string
  readonly options: Partial<AuthOptions>
  readonly request: (token: string) => CaseRequest
  readonly status: 200 | 400 | 401 | 403
  /** What a shared cache is told of a success. */
  readonly cacheControl?: 'private'
  readonly vary?: string
}

export type SourceRow = readonly [name: string, request: SourceCase['request'], status?: SourceCase['status']]
export type Success = Pick<SourceCase, 'cacheControl' | 'vary'>

/** Cases of one policy; what is told of a success belongs to those that succeed. */
export const rows = (
  options: Partial<AuthOptions>,
  success: Success,
  list: readonly SourceRow[],
): SourceCase[] =>
  list.map(([name, request, status = 200]) => ({
    name,
    options,
    request,
    status,
    ...(status === 200 && success),
  }))

/** Header lines, with the token in the place of `TOKEN`. */
export const lines =
  (...templates: string[]) =>
  (token: string): CaseRequest => ({ headers: templates.map((line) => line.replace('TOKEN', token)) })
/** A query, with the token in the place of `TOKEN`. */
export const query =
  (template: string) =>
  (token: string): CaseRequest => ({ target: `/?${template.replaceAll('TOKEN', token)}` })
/** A body, with the token in the place of `TOKEN`. */
export const form =
  (template: string, type = 'application/x-www-form-urlencoded') =>
  (token: string): CaseRequest => ({
    method: 'POST',
    headers: [`Content-Type: ${type}`],
    body: template.replaceAll('TOKEN', token),
  })
