import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { builtFile, ensureBuilt } from './build/ensure-built.mjs'

/**
 * `node dev/run.mjs <program.ts> …` runs a program of this repository from what is built of it, which starts in a fraction
 * of the time that compiling every file takes; what is out of date is built anew. Plain JavaScript, as it runs before that.
 */
const [, , program] = process.argv
process.argv.splice(1, 2, program)
ensureBuilt()
// V8 would compile the embedded Postgres in several threads, which are hardly faster and hold 30 MB more between them.
setFlagsFromString('--wasm-num-compilation-tasks=1')
await import(pathToFileURL(builtFile(program)).href)
