import type { z } from 'zod'
import { parseJson } from '../config/json.js'
import { AppError } from '../errors.js'

interface BodyRule<T> {
  maxBytes: number
  shape: z.ZodType<T>
}

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
 * @throws AppError `payload-too-large`
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new AppError('payload-too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
