interface OutboundLimits {
  /** From the first byte sent to the last byte read. */
  deadlineMs: number
  /** What may be used of the time that is left; where that is less than the deadline, it is the deadline. */
  leftMs: () => number
  maxBytes: number
}

/** Why a call to another server gave no answer. The message names no URL and no content. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly kind: 'timeout' | 'too-large' | 'unreachable'
  /** For the operator: the kind, and by its code what the network or TLS said. */
  readonly reason: string

  constructor(kind: OutboundError['kind'], cause?: unknown) {
    super(`outbound call: ${kind}`, { cause })
    this.kind = kind
    const code = networkCode(cause)
    this.reason = code === undefined ? kind : `${kind} (${meanings.get(code) ?? code})`
  }
}

const meanings: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'ENOTFOUND: there is no host of that name'],
  ['ECONNREFUSED', 'ECONNREFUSED: nothing listens there'],
])

function networkCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^[A-Z][A-Z\d_]{2,60}$/.test(code) ? code : undefined
}

/**
 * A fetch for calls that carry secrets: bounded in time and size with the body included, following no redirect. For a
 * call that has no time left nothing is sent.
 *
 * Neither octokit nor graphql-request gives up on a server that stays silent.
 *
 * @throws OutboundError
 */
export function boundedFetch(
  fetch: typeof globalThis.fetch,
  limits: OutboundLimits,
): typeof globalThis.fetch {
  return async (input, init) => {
    const deadlineMs = Math.min(limits.deadlineMs, limits.leftMs())
    if (deadlineMs <= 0) throw new OutboundError('timeout')
    const { signal, clear } = abortAfter(deadlineMs)
    try {
      const response = await fetch(input, { ...init, signal, redirect: 'manual' })
      const body = await readBody(response, limits.maxBytes)
      return new Response(body, { ...answerStatus(response), headers: response.headers })
    } catch (error) {
      if (error instanceof OutboundError) throw error
      throw new OutboundError(signal.aborted ? 'timeout' : 'unreachable', error)
    } finally {
      clear()
    }
  }
}

function abortAfter(ms: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  return { signal: controller.signal, clear: () => clearTimeout(timer) }
}

/** A redirect is an answer that we do not take: it reads as a bad gateway, and its text says what it was. */
function answerStatus({ status }: Response): { status: number; statusText?: string } {
  return status >= 300 && status < 400 && status !== 304
    ? { status: 502, statusText: `${status}` }
    : { status }
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!response.body || [204, 205, 304].includes(response.status)) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maxBytes) throw new OutboundError('too-large')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
