/** The whole page. What it does is in `script.ts`. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Login and refresh</title>
<h1>Login and refresh</h1>
<form id="login">
  <input name="user" autocomplete="username" placeholder="user" required>
  <input name="password" type="password" autocomplete="current-password" placeholder="password" required>
  <button>Log in</button>
</form>
<p>
  <button id="call">Call the API</button>
  <button id="logout">Log out</button>
</p>
<output id="out">Nobody has logged in.</output>
<script type="module" src="/script.js"></script>
</html>
`
