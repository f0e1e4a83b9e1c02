import { z } from 'zod'

const phaseMarker = z.strictObject({ handle: z.enum(['filesystem', 'error']) })

/** The part of Vercel's routes that this host keeps; anything else in a configuration is refused by name. */
const routeSchema = z.strictObject({
  src: z.string(),
  dest: z.string().startsWith('/').optional(),
  headers: z.record(z.string(), z.string()).optional(),
  methods: z.array(z.string()).optional(),
  status: z.int().optional(),
  continue: z.boolean().optional(),
  check: z.boolean().optional(),
})

/** One rule of Vercel's Build Output API, version 3. */
export interface Route extends Omit<z.infer<typeof routeSchema>, 'src'> {
  pattern: RegExp
}

/** Rules before the files, after the files, and for what nothing served. */
export interface RoutePhases {
  beforeFiles: Route[]
  afterFiles: Route[]
  onError: Route[]
}

const routesSchema = z.array(z.union([phaseMarker, routeSchema]))

/**
 * Reads a Build Output API route table and splits it at its phase markers.
 *
 * @see https://vercel.com/docs/build-output-api/configuration#routes
 */
export function parseRoutes(routes: unknown): RoutePhases {
  const phases: RoutePhases = { beforeFiles: [], afterFiles: [], onError: [] }
  let phase = phases.beforeFiles
  for (const entry of routesSchema.parse(routes)) {
    if ('handle' in entry) phase = entry.handle === 'error' ? phases.onError : phases.afterFiles
    else phase.push(compileRoute(entry))
  }
  return phases
}

/** Vercel matches sources without regard to case; files and functions are still found by their exact name. */
function compileRoute({ src, ...rest }: z.infer<typeof routeSchema>): Route {
  return { ...rest, pattern: new RegExp(src, 'i') }
}
