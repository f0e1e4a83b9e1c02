import { mkdir, writeFile } from 'node:fs/promises'
import { bundleFunctions } from './build/bundle-functions.js'
import { bundlePrograms } from './build/bundle-programs.js'
import { buildFolder, keyFile, sourcesKey } from './build/ensure-built.mjs'
import { repository } from './repository.js'

/** Builds what `npm start`, the tests and the commands run. What is changed meanwhile is built the next time. */
const key = sourcesKey()
await Promise.all([
  bundleFunctions(repository, `${buildFolder}/functions`),
  bundlePrograms(repository, `${buildFolder}/programs`),
])
await mkdir(buildFolder, { recursive: true })
await writeFile(keyFile, key)
