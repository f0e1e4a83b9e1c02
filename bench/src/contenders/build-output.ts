import { access, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFolder, sourcesKey } from '../../../dev/build/ensure-built.mjs'
import { build } from '../../../dev/build-lap/build.js'
import { copyRepository } from '../../../dev/build-lap/copy-repository.js'
import { repository } from '../../../dev/repository.js'

/** The `.vercel/output` of these sources; built by Vercel's own builder unless that was done. */
export async function buildOutput(say: (line: string) => void): Promise<string> {
  const folder = `${buildFolder}/vercel-output`
  const kept = `${folder}/${sourcesKey()}`
  if (await exists(`${kept}/config.json`)) return kept
  say('vercel build, of a copy of the repository')
  const copy = await mkdtemp(join(tmpdir(), 'bench-build-'))
  try {
    await copyRepository(repository, copy)
    const { output } = await build(copy)
    await rm(folder, { recursive: true, force: true })
    await cp(output, kept, { recursive: true })
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
  return kept
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
