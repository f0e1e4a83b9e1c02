import type { AppError } from '../errors.js'

/** The page for a navigation that failed. Every word of it is ours: nothing of the request is repeated. */
export function errorPage({ message, code }: AppError): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign-in did not work</title>
  <link rel="icon" href="/favicon.svg">
  <link rel="stylesheet" href="/styles.css">
</head>
<body>
  <main class="card error-page">
    <h1>Sign-in did not work</h1>
    <p>${message}</p>
    <p><a class="button" href="/signin">Start again</a></p>
    <p class="muted">Code: <code>${code}</code></p>
  </main>
</body>
</html>
`
}
