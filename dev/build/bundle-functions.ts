import { basename } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { listFunctions } from '../host/list-functions.js'
import { keepOwnLines } from './keep-own-lines.js'
import { writeWhole } from './write-whole.js'

// Packages that are CommonJS ask for Node's own modules this way.
const requireOfNode = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"

/**
 * Makes one module of each function, with everything of ours and of packages that it uses, and a map of our own lines.
 *
 * What is imported on demand stands in the same file and is run by the first who asks.
 *
 * @param repository the folder that holds `api/`
 * @param folder where the modules are written, by the names of the files in `api/`
 */
export async function bundleFunctions(repository: string, folder: string): Promise<void> {
  const functions = await listFunctions(repository)
  await Promise.all(functions.map(({ name }) => bundleFunction(repository, folder, name)))
}

async function bundleFunction(repository: string, folder: string, name: string): Promise<void> {
  const mapFile = `${basename(name)}.js.map`
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [{ in: `api/_routes/${name}.ts`, out: name }],
    outdir: folder,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    plugins: [nodeIsNewEnough],
    minify: true,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'inline',
    banner: { js: requireOfNode },
    define: { bundleMap: JSON.stringify(`./${mapFile}`) },
    logLevel: 'warning',
  })
  for (const { path, text } of outputFiles)
    await writeWhole(path, path.endsWith('.map') ? keepOwnLines(text) : text)
}

/** jsonwebtoken asks `semver` whether Node is newer than 16.9 and no more. Every Node that runs a function is. */
const nodeIsNewEnough: Plugin = {
  name: 'node-is-new-enough',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^semver$/ }, ({ importer }) =>
      importer.includes('/node_modules/jsonwebtoken/')
        ? { path: 'node_modules/semver/satisfies.js', namespace: 'answered' }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'answered' }, () => ({
      contents: 'export const satisfies = () => true',
    }))
  },
}
