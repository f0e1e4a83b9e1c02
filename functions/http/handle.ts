import { type AppError, toAppError } from '../errors.js'
import type { Log } from '../log.js'
import type { FailureResponse } from './failures.js'

/** What handling itself needs of what a handler works with. */
export interface Needs {
  log: Log
  randomBytes: (size: number) => Uint8Array
}

export interface Handling<Given extends Needs> {
  handler: (request: Request, deps: Given) => Promise<Response>
  deps: Given
  failure: FailureResponse
  /** Finds the line of the sources that a line of a stack stands for, where they are bundled. */
  sourcePlace?: SourcePlace
}

type SourcePlace = (stackLine: string) => string

const requestIdHeader = 'x-request-id'

/** Runs a handler. The one place where errors become responses and log lines. */
export async function handle<Given extends Needs>(
  request: Request,
  { handler, deps, failure, sourcePlace = (line) => line }: Handling<Given>,
): Promise<Response> {
  const requestId = requestIdOf(request, deps.randomBytes)
  const log = deps.log.with({ requestId, route: new URL(request.url).pathname })
  const response = await handler(request, { ...deps, log }).catch((error: unknown) => {
    const known = toAppError(error)
    logFailure(log, known, sourcePlace)
    return failure(known, request)
  })
  response.headers.set(requestIdHeader, requestId)
  return response
}

/** The id that Hasura or Vercel gave the request, so that one search finds every line about it. */
function requestIdOf(request: Request, randomBytes: Needs['randomBytes']): string {
  const given = request.headers.get(requestIdHeader) ?? request.headers.get('x-vercel-id') ?? ''
  if (/^[\w:.-]{1,100}$/.test(given)) return given
  return Buffer.from(randomBytes(12)).toString('hex')
}

function logFailure(log: Log, error: AppError, sourcePlace: SourcePlace): void {
  const cause = causeName(error, sourcePlace)
  const fields = { code: error.code, status: error.status, reason: error.reason, cause }
  if (error.status >= 500) log.error('request-failed', fields)
  else log.warn('request-refused', fields)
}

/** The kind of the cause and where it was thrown, but not its words, which may quote what must stay secret. */
function causeName({ cause }: AppError, sourcePlace: SourcePlace): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const place = cause.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
  return `${cause.name} ${sourcePlace(place?.trim() ?? '')}`
}
