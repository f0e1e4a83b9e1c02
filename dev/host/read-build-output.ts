import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { DeployedFunction, Deployment, FunctionModule } from './deployment.js'
import { listFiles } from './list-files.js'
import { listStatic } from './list-static.js'
import { parseRoutes } from './routes.js'

const configSchema = z.strictObject({
  version: z.literal(3),
  routes: z.array(z.unknown()),
  overrides: z.record(z.string(), z.strictObject({ path: z.string() })),
  crons: z.tuple([]),
})

const functionConfigSchema = z.looseObject({
  handler: z.string(),
  runtime: z.string().startsWith('nodejs'),
  launcherType: z.literal('Nodejs'),
  maxDuration: z.int().positive(),
})

/**
 * Reads what `vercel build` wrote.
 *
 * @param folder the `.vercel/output` folder
 * @see https://vercel.com/docs/build-output-api
 */
export async function readBuildOutput(folder: string): Promise<Deployment> {
  const config = configSchema.parse(await readJson(`${folder}/config.json`))
  const overrides = new Map(Object.entries(config.overrides))
  return {
    routes: parseRoutes(config.routes),
    functions: await builtFunctions(`${folder}/functions`),
    listStatic: () => listStatic(`${folder}/static`, (file) => overrides.get(file)?.path ?? file),
  }
}

async function builtFunctions(folder: string): Promise<Map<string, DeployedFunction>> {
  const suffix = '.func/.vc-config.json'
  const names = (await listFiles(folder))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
  const entries = names.map(
    async (name) => [`/${name}`, await builtFunction(`${folder}/${name}.func`)] as const,
  )
  return new Map(await Promise.all(entries))
}

async function builtFunction(folder: string): Promise<DeployedFunction> {
  const config = functionConfigSchema.parse(await readJson(`${folder}/.vc-config.json`))
  const href = pathToFileURL(`${folder}/${config.handler}`).href
  return {
    maxDurationSeconds: config.maxDuration,
    load: (): Promise<FunctionModule> => import(/* @vite-ignore */ href),
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}
