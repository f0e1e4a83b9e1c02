interface Message {
  heading: string
  /** Sentences, the first of which says what happened. */
  sentences: readonly string[]
  /** Where the person goes from here, an address of our own, and what the way there is called. */
  onward: { href: string; name: string }
  code?: string
  /** The browser goes there by itself. */
  goesOn?: boolean
}

/** A page of one message. It is written of our own words, and of addresses that are percent-encoded. */
export function messagePage({ heading, sentences, onward, code, goesOn = false }: Message): string {
  const [first = '', ...others] = sentences
  const lines = [`<strong>${first}</strong>`, ...others].map((line) => `    <p>${line}</p>\n`).join('')
  const href = onward.href.replaceAll('&', '&amp;').replaceAll('"', '%22')
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
${goesOn ? `  <meta http-equiv="refresh" content="0; url=${href}">\n` : ''}  <title>${heading}</title>
  <link rel="icon" href="/api/auth/favicon.svg">
  <link rel="stylesheet" href="/api/auth/styles.css">
</head>
<body>
  <main class="card error-page">
    <h1>${heading}</h1>
${lines}    <p><a class="button" href="${href}">${onward.name}</a></p>
${code === undefined ? '' : `    <p class="muted">Code: <code>${code}</code></p>\n`}  </main>
</body>
</html>
`
}
