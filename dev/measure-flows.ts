import { Command } from 'commander'
import { flows, measureFlow } from './house/flows.js'

const program = new Command('npx tsx dev/measure-flows.ts')
  .description('Counts the files that somebody reads who follows a flow from its first function.')
  .option('--files', 'name them')
  .parse()

const { files: namesFiles } = program.opts<{ files?: true }>()
for (const flow of flows) {
  const files = measureFlow(flow)
  process.stdout.write(`${flow.name}: ${files.length} files, at most ${flow.maxFiles}, from ${flow.entry}\n`)
  if (namesFiles) process.stdout.write(`${files.map((file) => `  ${file}\n`).join('')}`)
}
