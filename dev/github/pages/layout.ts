import { html, raw } from 'hono/html'

type Markup = ReturnType<typeof html>

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f8fa, #0d1117); color: light-dark(#1f2328, #e6edf3) }
  main { width: min(24rem, calc(100vw - 2rem)); padding: 1.5rem; box-sizing: border-box; border: 1px solid light-dark(#d1d9e0, #30363d); border-radius: 12px; background: light-dark(#fff, #161b22) }
  h1 { margin: 0 0 .25rem; font-size: 1.25rem }
  p { margin: 0 0 1rem; color: light-dark(#59636e, #9198a1) }
  form { display: grid; gap: .5rem }
  input { font: inherit; padding: .5rem; text-transform: uppercase; letter-spacing: .1em }
  button { font: inherit; display: flex; gap: .75rem; align-items: center; padding: .5rem .75rem; text-align: start; border: 1px solid light-dark(#d1d9e0, #30363d); border-radius: 8px; background: light-dark(#f6f8fa, #21262d); color: inherit; cursor: pointer }
  button:hover, button:focus-visible { border-color: #0969da }
  button img { border-radius: 50% }
  button small { display: block; color: light-dark(#59636e, #9198a1) }
  .cancel { justify-content: center; background: none }
  .note { margin: 1rem 0 0; font-size: .8rem }
`

/** The frame of the local GitHub's pages. The style is inline because these pages stand alone. */
export async function page(status: number, title: string, body: Markup): Promise<Response> {
  const text = await html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Local GitHub</title><style>${raw(style)}</style></head>
<body><main>${body}<p class="note">This is the local stand-in for GitHub. Nothing here leaves this machine.</p></main></body>
</html>
`
  return new Response(text.toString(), { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
