/** One request to the gateway, and what becomes of it. */
export interface GatewayRequest {
  readonly title: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly hasToken?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** URL and body as the upstream sees them, or how the gateway refuses. */
  readonly expected:
    | { readonly url: string; readonly body: string }
    | { readonly status: number; readonly code?: string; readonly detail?: string }
}

const ORDERS = '/accounts/alice/orders?userId=1213234'
const PHOTO = '/accounts/alice/photo?userId=1213234'
const EMAIL = 'user%40youapp.example'
const json = { 'Content-Type': 'application/json' }
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const multipart = { 'Content-Type': 'multipart/form-data; boundary=x' }

export const REQUESTS: readonly GatewayRequest[] = [
  {
    title: 'header, query and path',
    method: 'GET',
    path: '/accounts/me/orders',
    expected: { url: ORDERS, body: '' },
  },
  {
    title: 'none of what a client makes up',
    method: 'GET',
    path: '/accounts/bob/orders?userId=1&USERID[]=2&page=3',
    headers: { 'X-Aud': 'internal', X_AUD: 'internal', Connection: 'X-Aud' },
    expected: { url: '/accounts/alice/orders?page=3&userId=1213234', body: '' },
  },
  {
    title: 'a token of the gateway’s own, and not what a client sends as one',
    method: 'GET',
    path: '/accounts/me/orders',
    headers: { Authorization: 'Bearer internal', Connection: 'Authorization' },
    expected: { url: ORDERS, body: '' },
  },
  {
    title: 'a form, encoded anew',
    method: 'POST',
    path: '/accounts/me/orders',
    headers: form,
    body: 'item=pen&email=bob%40evil.example&Email[]=x&item=ink',
    expected: { url: ORDERS, body: `item=pen&item=ink&email=${EMAIL}` },
  },
  {
    title: 'JSON, encoded anew',
    method: 'POST',
    path: '/accounts/me/orders',
    headers: json,
    body: '{"item":"pen","email":"bob@evil.example"}',
    expected: { url: ORDERS, body: '{"item":"pen","email":"user@youapp.example"}' },
  },
  {
    title: 'a form that the gateway adds',
    method: 'POST',
    path: '/accounts/me/orders',
    expected: { url: ORDERS, body: `email=${EMAIL}` },
  },
  {
    title: 'a picture, streamed',
    method: 'PUT',
    path: '/accounts/me/photo',
    headers: { 'Content-Type': 'image/png' },
    body: 'bytes&email=these are no form',
    expected: { url: PHOTO, body: 'bytes&email=these are no form' },
  },
  {
    title: 'no form where pictures are taken',
    method: 'PUT',
    path: '/accounts/me/photo',
    headers: form,
    body: 'item=pen&email=bob%40evil.example',
    expected: { url: PHOTO, body: 'item=pen' },
  },
  {
    title: 'no form in another type',
    method: 'PUT',
    path: '/accounts/me/photo',
    headers: multipart,
    body: '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nbob\r\n--x--',
    expected: { status: 415 },
  },
  {
    title: 'no text that could be anything',
    method: 'POST',
    path: '/accounts/me/orders',
    headers: { 'Content-Type': 'text/plain' },
    body: 'email=bob@evil.example',
    expected: { status: 415 },
  },
  {
    title: 'nothing without a token',
    method: 'POST',
    path: '/accounts/bob/orders',
    hasToken: false,
    headers: json,
    body: '{"item":"pen"}',
    expected: { status: 400, code: 'I400JR', detail: 'JWT required' },
  },
]
