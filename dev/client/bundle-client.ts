import { build } from 'esbuild'
import { repository } from '../repository.js'

/** Where the bundle is kept, so that a deployment without a build step serves it. */
export const clientFile = `${repository}/static/auth.js`

/** Makes one small module of `static/auth/`. */
export async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${repository}/static/auth/index.js`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  })
  return outputFiles.map(({ text }) => text).join('')
}
