import { html } from 'hono/html'
import { page } from './layout.js'

export function messagePage(status: number, title: string, text: string): Promise<Response> {
  return page(status, title, html`<h1>${title}</h1><p>${text}</p>`)
}
