import ora from 'ora'

/**
 * Shows one step of a start on the error stream, so that output stays clean: on a terminal as a spinner, elsewhere as a
 * plain line, each with its time at the end.
 */
export function showStep<T>(name: string, work: () => Promise<T>): Promise<T> {
  return process.stderr.isTTY ? spin(name, work) : tell(name, work)
}

async function spin<T>(name: string, work: () => Promise<T>): Promise<T> {
  const took = stopwatch()
  const spinner = ora(name).start()
  try {
    const result = await work()
    spinner.succeed(`${name} (${took()})`)
    return result
  } catch (error) {
    spinner.fail(name)
    throw error
  }
}

async function tell<T>(name: string, work: () => Promise<T>): Promise<T> {
  const took = stopwatch()
  try {
    const result = await work()
    process.stderr.write(`✔ ${name} (${took()})\n`)
    return result
  } catch (error) {
    process.stderr.write(`✖ ${name}\n`)
    throw error
  }
}

function stopwatch(): () => string {
  const startedAt = performance.now()
  return () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
}
