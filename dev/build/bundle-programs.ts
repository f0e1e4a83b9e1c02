import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { programs } from './programs.js'
import { writeWhole } from './write-whole.js'

/**
 * Makes a module of each program; they share what they have in common, and packages stay where they are.
 *
 * @param repository the folder that the programs' names begin from
 */
export async function bundlePrograms(repository: string, folder: string): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: programs.map((file) => ({ in: file, out: file.replace(/\.ts$/, '') })),
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: 'linked',
    chunkNames: 'chunks/[hash]',
    plugins: [placesOfSources],
    logLevel: 'warning',
  })
  // The programs come last, so that one never asks for a part that is not there yet.
  const ordered = outputFiles.sort(
    (a, b) => Number(b.path.includes('chunks')) - Number(a.path.includes('chunks')),
  )
  for (const { path, contents } of ordered) await writeWhole(path, contents)
}

/** A file that asks where it stands means its source. */
const placesOfSources: Plugin = {
  name: 'places-of-sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (!source.includes('import.meta.')) return undefined
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      return { contents, loader: 'ts' }
    })
  },
}
