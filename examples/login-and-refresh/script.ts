/**
 * What runs in the browser. The access token is in the memory of the tab, and nowhere else; the refresh token is in a cookie
 * that no script sees. A second tab begins with a refresh.
 */
export const script = `
let accessToken
const out = document.querySelector('#out')
const show = (text) => { out.textContent = text }

async function post(path, body) {
  const headers = body ? { 'content-type': 'application/json' } : {}
  return fetch('/auth' + path, { method: 'POST', headers, body: body && JSON.stringify(body) })
}

/** Takes the pair of an answer: its other half is in the cookie already. */
async function take(answer) {
  accessToken = answer.ok ? (await answer.json()).access_token : undefined
  return answer.ok
}

/** One refresh at a time in this tab; other tabs may race with it, and get the same. */
let refreshing
function refresh() {
  refreshing ??= post('/refresh').then(take).finally(() => { refreshing = undefined })
  return refreshing
}

const ask = () => fetch('/api/me', { headers: { authorization: 'Bearer ' + accessToken } })

async function call() {
  if (!accessToken && !(await refresh())) return show('Nobody has logged in.')
  let answer = await ask()
  if (answer.status === 401 && (await refresh())) answer = await ask()
  if (!answer.ok) return show('Nobody has logged in.')
  const { sub, role } = await answer.json()
  show('You are ' + sub + ', a ' + role + '.')
}

async function logout() {
  await post('/logout')
  accessToken = undefined
  show('Logged out.')
}

document.querySelector('#login').addEventListener('submit', async (event) => {
  event.preventDefault()
  const { user, password } = event.target
  const isIn = await take(await post('/login', { user: user.value, password: password.value }))
  show(isIn ? 'Logged in.' : 'The user or the password is wrong.')
})
document.querySelector('#call').addEventListener('click', call)
document.querySelector('#logout').addEventListener('click', logout)
`
