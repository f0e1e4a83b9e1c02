import { runEngine } from '../../dev/stack/start-stack.js'
import { openDatabase } from '../../engine/src/index.js'

/**
 * The engine and its embedded Postgres as a program, so that a test can end them as a power cut would.
 * Arguments: data folder, port. The environment is the engine's own.
 */
const [dataDir = '', port = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir })
const engine = process.env as Record<string, string>
const log = (line: string) => void process.stderr.write(`${line}\n`)
await runEngine(database, { port: Number(port), environment: { engine, functions: {} }, log })
process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`)
