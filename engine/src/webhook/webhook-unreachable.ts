/** No complete answer came from a webhook. */
export class WebhookUnreachable extends Error {
  override readonly name = 'WebhookUnreachable'
  readonly reason: 'timeout' | 'connection' | 'aborted'

  constructor(reason: WebhookUnreachable['reason'], url: string, cause: unknown) {
    super(`no answer from ${withoutSecrets(url)} (${describe(reason, cause)})`, { cause })
    this.reason = reason
  }
}

function describe(reason: WebhookUnreachable['reason'], cause: unknown): string {
  if (reason === 'timeout') return 'timeout'
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return reason
}

/** Query strings and user names of webhook URLs are where people put keys. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'a URL that cannot be read'
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
