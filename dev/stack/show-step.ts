import ora from 'ora'

/** Shows one step of a start as a spinner that ends with its time, on the error stream so that output stays clean. */
export async function showStep<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const spinner = ora(name).start()
  try {
    const result = await work()
    spinner.succeed(`${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
    return result
  } catch (error) {
    spinner.fail(name)
    throw error
  }
}
