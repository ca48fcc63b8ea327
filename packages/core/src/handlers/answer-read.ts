/** Answers GET and HEAD, and every other method with 405 (RFC 9110, section 15.5.6). */
export async function answerRead(
  { method }: Request,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD')
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD', 'cache-control': 'no-store' } })
  const response = await answer()
  return method === 'GET' ? response : new Response(null, response)
}
