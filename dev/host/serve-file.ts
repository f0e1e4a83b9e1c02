import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { lookup } from 'mrmime'

/** Answers with a static file: type by extension, ETag, and 304 when the browser has it already. */
export async function serveFile(request: Request, file: string, status: number): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
  }
  const body = await readFile(file)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = {
    etag,
    'content-type': contentType(file),
    'cache-control': 'public, max-age=0, must-revalidate',
  }
  if (status === 200 && knows(request, etag)) return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : body, { status, headers })
}

function knows(request: Request, etag: string): boolean {
  const known = request.headers.get('if-none-match') ?? ''
  return known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

function contentType(file: string): string {
  const type = lookup(file) ?? 'application/octet-stream'
  const isText = /^text\/|\/javascript$|json$|xml$/.test(type)
  return isText ? `${type}; charset=utf-8` : type
}
