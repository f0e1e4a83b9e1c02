import { ensureBuilt } from './build/ensure-built.mjs'

/** `@vercel/node` runs `vercel-build` for each function; all of them are made by the first call. */
ensureBuilt()
