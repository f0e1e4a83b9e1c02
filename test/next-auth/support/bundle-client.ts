import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { repository } from '../../../dev/repository.js'

export type Version = 'v4' | 'v5'

interface Bundle {
  script: string
  /** The digest of each file of next-auth that went in, by its package and path. */
  digests: Record<string, string>
}

/** Bundles a page with next-auth's client, as an app does that is built for production. */
export async function bundleClient(version: Version): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repository,
    entryPoints: [`test/next-auth/app/${version}.js`],
    bundle: true,
    write: false,
    metafile: true,
    define: { 'process.env': '{}', 'process.env.NODE_ENV': '"production"' },
  })
  const clientFiles = Object.keys(metafile.inputs).filter((path) =>
    /node_modules\/(next-auth|@auth)/.test(path),
  )
  return {
    script: outputFiles[0]?.text ?? '',
    digests: Object.fromEntries(
      clientFiles.map((path) => [path.replace(/^.*node_modules\//, ''), digestOf(path)]),
    ),
  }
}

function digestOf(path: string): string {
  const content = readFileSync(`${repository}/${path}`)
  return createHash('sha256').update(content).digest('hex')
}
