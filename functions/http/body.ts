import type * as z from 'zod'
import { parseJson } from '../config/json.js'
import { AppError } from '../errors.js'
import { readPairs } from './navigation.js'

interface BodyRule<T> {
  maxBytes: number
  shape: z.ZodType<T>
}

// Nothing is done before a body is there, and the request's time goes on.
const arrivalMs = 5_000

/**
 * Reads a JSON body, bounded before it is parsed.
 *
 * @throws AppError `unsupported-media-type`, `payload-too-large`, `invalid-input`
 */
export async function readJson<T>(request: Request, { maxBytes, shape }: BodyRule<T>): Promise<T> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new AppError('unsupported-media-type')
  const parsed = shape.safeParse(parseBody(await readText(request, maxBytes)))
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'a body of another shape' })
  return parsed.data
}

/** Whether a form posts, as one does that has no script to do it better, and as next-auth's client does. */
export function isForm(request: Request): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
}

/**
 * Reads the fields of a form.
 *
 * @throws AppError `unsupported-media-type`, `payload-too-large`, `invalid-input`
 */
export async function readForm<T>(request: Request, { maxBytes, shape }: BodyRule<T>): Promise<T> {
  if (!isForm(request)) throw new AppError('unsupported-media-type')
  const parsed = shape.safeParse(readPairs(new URLSearchParams(await readText(request, maxBytes))))
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'a form of another shape' })
  return parsed.data
}

/**
 * What a body says as JSON.
 *
 * @throws AppError `invalid-input`
 */
export function parseBody(text: string): unknown {
  const content = parseJson(text)
  if (content === undefined) throw new AppError('invalid-input', { reason: 'a body that is not JSON' })
  return content
}

/**
 * Reads a body as text. Content-Length may be absent or wrong, so the bytes themselves are counted.
 *
 * @throws AppError `payload-too-large`, `invalid-input` for a body that does not come
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const reader = request.body?.getReader()
  if (!reader) return ''
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    cancel(reader)
  }, arrivalMs)
  try {
    const text = await readUpTo(reader, maxBytes)
    if (isLate) throw new AppError('invalid-input', { status: 408, reason: 'the body did not come in time' })
    return text
  } finally {
    clearTimeout(timer)
  }
}

/** Whatever comes now is read by nobody; that the sender has gone by then is no failure of ours. */
function cancel(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => undefined)
}

async function readUpTo(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > maxBytes) {
      cancel(reader)
      throw new AppError('payload-too-large')
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}
