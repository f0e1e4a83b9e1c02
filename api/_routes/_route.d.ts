/**
 * What every file of this folder exports, and every file of `api/` passes on. The files of `api/` see no more of it, so that
 * `@vercel/node`, which checks the types of each function by itself, need not read all sources for every one.
 */
type Answer = (request: Request) => Promise<Response>

export const GET: Answer
export const HEAD: Answer
export const POST: Answer
export const PUT: Answer
export const PATCH: Answer
export const DELETE: Answer
export const OPTIONS: Answer
