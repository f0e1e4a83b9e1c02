import { fileURLToPath } from 'node:url'
import { installUnderLock, whatDoesNotFit } from '../dev/install/install-under-lock.mjs'

/** Installs what is compared with into bench/node_modules, unless it is there. */
const root = fileURLToPath(new URL('.', import.meta.url))
const say = (line) => process.stderr.write(`${line}\n`)

if (whatDoesNotFit(root) !== undefined)
  process.exitCode = await installUnderLock(root, say, (misfit) => `bench: ${misfit}: running npm ci.`)
