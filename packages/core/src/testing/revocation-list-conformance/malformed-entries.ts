const issuer = 'https://id.example'

/** Entries that a list must refuse: kept as they are, they would revoke nothing, or too much. */
export const MALFORMED_ENTRIES: Readonly<Record<string, object>> = Object.freeze({
  'that names nothing': { issuer },
  'that names two things': { issuer, tokenId: 'a', subject: 'b' },
  'without an issuer': { tokenId: 'a' },
  'whose issuer is empty': { issuer: '', tokenId: 'a' },
  'whose id is empty': { issuer, sessionId: '' },
  'whose id is missing': { issuer, sessionId: undefined },
  'whose id is a number': { issuer, subject: 7 },
  'with a member that it does not know': { issuer, subject: 'a', until: 1 },
  'whose issuedBefore is in milliseconds': { issuer, subject: 'a', issuedBefore: 1_700_000_000_000 },
  'whose issuedBefore is no number': { issuer, subject: 'a', issuedBefore: '1700000000' },
  'whose expiresAt is in milliseconds': { issuer, tokenId: 'a', expiresAt: 1_700_000_000_000 },
  'whose expiresAt is NaN': { issuer, tokenId: 'a', expiresAt: Number.NaN },
})
