import { StepFailed } from './demo/step.js'
import { walk } from './demo/walk.js'
import { openDatabase } from './engine/database/open-database.js'
import { stopOnSignal } from './engine/stop-on-signal.js'
import { runHostProcess } from './stack/run-host-process.js'
import { createSecrets } from './stack/secrets.js'
import { showStep } from './stack/show-step.js'
import { startStack } from './stack/start-stack.js'

/** The exit code of a program that Ctrl-C ended: a walk that was not finished has shown nothing. */
const interrupted = 130

/** Walks the whole job on a stack of its own, in memory and on free ports; exits 1 naming the step that failed. */
const stop = stopOnSignal()
try {
  const stack = await startStack({
    openDatabase: () => openDatabase(),
    runHost: runHostProcess,
    secrets: createSecrets(),
    ports: { app: 0, engine: 0, github: 0 },
    signal: stop.signal,
    step: showStep,
    log: () => undefined,
  })
  await Promise.race([walk(stack), stop.requested]).finally(() => stack.close())
  stop.signal.throwIfAborted()
  process.stdout.write('\nAll of it works.\n')
  process.exit(0)
} catch (error) {
  if (stop.signal.aborted) process.exit(interrupted)
  const message =
    error instanceof StepFailed ? error.message : `The local stack did not start: ${String(error)}`
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}
