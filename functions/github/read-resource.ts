import { RequestError } from '@octokit/request-error'
import type * as z from 'zod'
import type { GithubClient } from './client.js'
import type { Subject } from './documented-refusals.js'
import { readingFailure, unexpectedAnswer } from './github-failure.js'

/** Something at GitHub that a person's token can read, and what we keep of it. */
export interface Resource<Item, Data> {
  route: string
  /** One answer, or one element of a list that comes in pages. */
  item: z.ZodType<Item>
  kind: 'one' | 'list'
  subject: Subject
  reduce: (items: Item[]) => Data
}

/** What was read before: with its ETag, asking whether it changed costs nothing of the rate limit. */
export interface CachedReading<Data> {
  etag: string
  data: Data
}

export interface Reading<Data> {
  data: Data
  /** What to keep for the next time; undefined when the answer had several pages or no ETag. */
  cached: CachedReading<Data> | undefined
}

const pageSize = 100
const maxPages = 20
const notModified = 304

/**
 * Reads a resource, conditionally when it was read before.
 *
 * @throws AppError `github-…`, or what the table of documented refusals has for the subject
 * @see https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export async function readResource<Item, Data>(
  github: GithubClient,
  token: string,
  resource: Resource<Item, Data>,
  before?: CachedReading<Data>,
): Promise<Reading<Data>> {
  const first = await readPage(github, { token, page: 1, ...(before && { etag: before.etag }) }, resource)
  if (first === 'unchanged') {
    if (!before) throw unexpectedAnswer('304 to an unconditional question')
    return { data: before.data, cached: before }
  }
  const items = first.items
  for (let page = 2; isFull(items, page - 1, resource); page += 1) {
    if (page > maxPages) throw unexpectedAnswer(`more than ${maxPages * pageSize} entries`)
    const next = await readPage(github, { token, page }, resource)
    if (next === 'unchanged') throw unexpectedAnswer('304 to an unconditional question')
    items.push(...next.items)
  }
  const data = resource.reduce(items)
  const isOnePage = items.length < pageSize
  const cached = first.etag && isOnePage ? { etag: first.etag, data } : undefined
  return { data, cached }
}

interface PageRequest {
  token: string
  page: number
  etag?: string
}

async function readPage<Item, Data>(
  github: GithubClient,
  { token, page, etag }: PageRequest,
  resource: Resource<Item, Data>,
) {
  const headers = { authorization: `Bearer ${token}`, ...(etag && { 'if-none-match': etag }) }
  const query = resource.kind === 'list' ? { per_page: pageSize, page } : {}
  const answer = await github.request(resource.route, { headers, ...query }).catch((error: unknown) => {
    if (error instanceof RequestError && error.status === notModified) return 'unchanged' as const
    throw readingFailure(error, resource.subject)
  })
  if (answer === 'unchanged') return answer
  // Only 200 is an answer: an empty list with 202 would read as no membership.
  if (answer.status !== 200) throw unexpectedAnswer(`status ${answer.status} to ${resource.route}`)
  return { items: parseItems(answer.data, resource), etag: answer.headers.etag }
}

function parseItems<Item, Data>(content: unknown, { kind, item, route }: Resource<Item, Data>): Item[] {
  const parsed = item.array().safeParse(kind === 'list' ? content : [content])
  if (!parsed.success) throw unexpectedAnswer(`an answer of another shape to ${route}`)
  return parsed.data
}

function isFull<Item, Data>(items: Item[], pages: number, { kind }: Resource<Item, Data>): boolean {
  return kind === 'list' && items.length === pages * pageSize
}
