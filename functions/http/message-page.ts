interface Message {
  heading: string
  /** Sentences, the first of which says what happened. */
  sentences: readonly string[]
  /** Where the person goes from here, an address of our own, and what the way there is called. */
  onward: { href: string; name: string }
  /** What can be done here, by a form of our own. */
  form?: { action: string; fields: Readonly<Record<string, string>>; button: string }
  code?: string
  /** The browser goes there by itself. */
  goesOn?: boolean
}

// Otherwise the form would come from nowhere: an answer of ours lets no referrer out, and with it no origin.
const namesItself = '  <meta name="referrer" content="same-origin">\n'

/** A page of one message. It is written of our own words, and of addresses that are percent-encoded. */
export function messagePage({ heading, sentences, onward, form, code, goesOn = false }: Message): string {
  const [first = '', ...others] = sentences
  const lines = [`<strong>${first}</strong>`, ...others].map((line) => `    <p>${line}</p>\n`).join('')
  const href = inAttribute(onward.href)
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
${form === undefined ? '' : namesItself}${goesOn ? `  <meta http-equiv="refresh" content="0; url=${href}">\n` : ''}  <title>${heading}</title>
  <link rel="icon" href="/api/auth/favicon.svg">
  <link rel="stylesheet" href="/api/auth/styles.css">
</head>
<body>
  <main class="card error-page">
    <h1>${heading}</h1>
${lines}${form === undefined ? '' : formOf(form)}    <p><a class="button" href="${href}">${onward.name}</a></p>
${code === undefined ? '' : `    <p class="muted">Code: <code>${code}</code></p>\n`}  </main>
</body>
</html>
`
}

function formOf({ action, fields, button }: NonNullable<Message['form']>): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `      <input type="hidden" name="${name}" value="${inAttribute(value)}">\n`,
  )
  return `    <form action="${action}" method="post">
${inputs.join('')}      <p><button type="submit" class="button primary">${button}</button></p>
    </form>
`
}

function inAttribute(address: string): string {
  return address.replaceAll('&', '&amp;').replaceAll('"', '%22')
}
