import { Command } from 'commander'
import { stopOnSignal } from '../../engine/src/stop-on-signal.js'
import { parsePort } from '../cli/parse-port.js'
import { repository } from '../repository.js'
import { startHost } from './start-host.js'

const program = new Command('host')
  .description(
    'Serves the functions and pages as Vercel would. The environment is the configuration of the functions.',
  )
  .option('--root <folder>', 'repository to serve', repository)
  .option('--port <number>', 'port to listen on, 0 for a free one', parsePort, 3000)
  .option('--build-output <folder>', 'serve a finished .vercel/output instead of the sources')

await program.parseAsync()
const options = program.opts<{ root: string; port: number; buildOutput?: string }>()
const host = await startHost(options)
const stop = stopOnSignal()
process.stdout.write(`${JSON.stringify({ ready: true, url: host.url })}\n`)
await stop.requested
await host.close()
