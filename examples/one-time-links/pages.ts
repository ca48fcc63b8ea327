import type { RefusalCode } from '@meishi/core'

const AGAIN = '<p><a href="/">Ask for a new one</a></p>'

export const askPage = page(
  'Sign in',
  `<form method="post" action="/links"><input name="email" type="email" required><button>Mail me a link</button></form>`,
)

export const mailedPage = page(
  'Look into your mail',
  '<p>The link in it is good for ten minutes, and once.</p>',
)

export function buttonPage(token: string): string {
  const field = `<input type="hidden" name="token" value="${escapeHtml(token)}">`
  return page(
    'One more click',
    `<form method="post" action="/sign-in">${field}<button>Sign in</button></form>`,
  )
}

export function welcomePage(email: string): string {
  return page('Welcome', `<p>You are signed in as ${escapeHtml(email)}.</p>`)
}

const TITLES: Partial<Record<RefusalCode, string>> = {
  jti_replayed: 'This link was used already',
  token_expired: 'This link is too old',
}

export function refusedPage(code: RefusalCode): string {
  return page(TITLES[code] ?? 'This is no link of ours', AGAIN)
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${content}</html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
