import type { RoutePhases } from './routes.js'

/** A module of `api/`: methods by export name, or one `fetch` for all of them. */
export type FunctionModule = Readonly<Record<string, unknown>>

export interface DeployedFunction {
  load(): Promise<FunctionModule>
  maxDurationSeconds: number
}

/** What a host serves: a source tree as Vercel would deploy it, or a finished build. */
export interface Deployment {
  routes: RoutePhases
  /** Functions by URL path as the file tree spells it, for example `/api/actions/[action]`. */
  functions: ReadonlyMap<string, DeployedFunction>
  /** Absolute file names by the exact URL path that serves them. Nothing that is not listed can be served. */
  listStatic(): Promise<ReadonlyMap<string, string>>
}
