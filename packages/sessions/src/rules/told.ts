/** What events tell of a session. */
export function told(session: {
  readonly id: string
  readonly subject: string
  readonly group?: string | undefined
}) {
  const { id, subject, group } = session
  return { sid: id, subject, ...(group === undefined ? {} : { group }) }
}
