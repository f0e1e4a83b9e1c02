import type { WebhookAnswer } from './send-webhook.js'

/** The engine's own headers as Hasura spells them: some webhooks look for the spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'content-type': 'Content-Type',
  'user-agent': 'User-Agent',
  'x-b3-traceid': 'X-B3-TraceId',
  'x-b3-spanid': 'X-B3-SpanId',
}

export function spellHeader(name: string): string {
  return SPELLINGS[name] ?? name
}

/** Headers as Hasura lists them in logs and in the `internal` part of errors. */
export function headerList(headers: WebhookAnswer['headers']): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name: spellHeader(name), value }))
}
