import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { getTransformedRoutes, type Header, type Rewrite } from '@vercel/routing-utils'
import { z } from 'zod'
import { apiRoutes } from './api-routes.js'
import type { DeployedFunction, Deployment, FunctionModule } from './deployment.js'
import { type FunctionFile, listFunctions } from './list-functions.js'
import { listStatic } from './list-static.js'
import { parseRoutes } from './routes.js'

/** The part of vercel.json that this host keeps; another key is refused instead of being ignored in silence. */
const vercelJsonSchema = z.strictObject({
  $schema: z.string().optional(),
  framework: z.null(),
  buildCommand: z.null(),
  outputDirectory: z.string(),
  cleanUrls: z.boolean(),
  trailingSlash: z.boolean(),
  regions: z.array(z.string()),
  functions: z.strictObject({ 'api/**/*.ts': z.strictObject({ maxDuration: z.int().positive() }) }),
  rewrites: z.array(z.custom<Rewrite>()),
  headers: z.array(z.custom<Header>()),
})

type VercelJson = z.infer<typeof vercelJsonSchema>

/** Reads a repository the way Vercel would deploy it without a framework. */
export async function readSourceTree(root: string): Promise<Deployment> {
  const config = vercelJsonSchema.parse(JSON.parse(await readFile(`${root}/vercel.json`, 'utf8')))
  const files = await listFunctions(root)
  const maxDurationSeconds = config.functions['api/**/*.ts'].maxDuration
  return {
    routes: parseRoutes(sourceRoutes(config, files)),
    functions: new Map(
      files.map((file) => [file.path, sourceFunction(moduleOf(root, file), maxDurationSeconds)]),
    ),
    listStatic: () =>
      listStatic(`${root}/${config.outputDirectory}`, config.cleanUrls ? cleanUrl : (file) => file),
  }
}

function sourceRoutes(config: VercelJson, files: readonly FunctionFile[]): object[] {
  const { cleanUrls, trailingSlash, rewrites, headers } = config
  const { routes, error } = getTransformedRoutes({ cleanUrls, trailingSlash, rewrites, headers })
  if (error || !routes) throw new Error(`vercel.json is refused by Vercel: ${error?.message ?? 'no routes'}`)
  const api = apiRoutes(files)
  const filesAt = routes.findIndex((route) => 'handle' in route && route.handle === 'filesystem')
  return [
    ...routes.slice(0, filesAt),
    ...api.beforeFiles,
    ...routes.slice(filesAt),
    ...api.afterFiles,
    { handle: 'error' },
    { status: 404, src: '^(?!/api).*$', dest: '/404' },
  ]
}

/** What is built of a function, as it is deployed; a tree that nothing was built of runs by its sources. */
function moduleOf(root: string, { file, name }: FunctionFile): string {
  const built = `${root}/.build/functions/${name}.js`
  return existsSync(built) ? built : `${root}/${file}`
}

function sourceFunction(file: string, maxDurationSeconds: number): DeployedFunction {
  const href = pathToFileURL(file).href
  return { maxDurationSeconds, load: (): Promise<FunctionModule> => import(/* @vite-ignore */ href) }
}

function cleanUrl(file: string): string {
  return file.replace(/\.html$/, '')
}
