import { Command } from 'commander'
import { openDatabase } from '../engine/src/index.js'
import { StepFailed } from './demo/step.js'
import { walk } from './demo/walk.js'
import { runHostProcess } from './stack/run-host-process.js'
import { createSecrets } from './stack/secrets.js'
import { showStep } from './stack/show-step.js'
import { startStack } from './stack/start-stack.js'

new Command('npm run demo')
  .description(
    'Walks the whole job in the terminal, on a stack of its own: in memory, on free ports, and gone afterwards.',
  )
  .addHelpText(
    'after',
    '\nIt takes no options; exit code 1 names the step that failed. To try it by hand: npm start',
  )
  .parse()

/** Walks the whole job on a stack of its own, in memory and on free ports; exits 1 naming the step that failed. */
try {
  const stack = await startStack({
    openDatabase: () => openDatabase(),
    runHost: runHostProcess,
    secrets: createSecrets(),
    ports: { app: 0, engine: 0, github: 0 },
    step: showStep,
    log: () => undefined,
  })
  await walk(stack).finally(() => stack.close())
  process.stdout.write('\nAll of it works.\n')
  process.exit(0)
} catch (error) {
  const message =
    error instanceof StepFailed ? error.message : `The local stack did not start: ${String(error)}`
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}
