/** Says what a step found, one line each. */
export type Say = (line: string) => void

export class StepFailed extends Error {
  override readonly name = 'StepFailed'

  constructor(step: string, cause: unknown) {
    super(`Step failed: ${step}\n  ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/**
 * Runs a named step and prints what it found below its name.
 *
 * @throws StepFailed naming the step
 */
export async function step<T>(name: string, work: (say: Say) => Promise<T>): Promise<T> {
  process.stdout.write(`\n• ${name}\n`)
  try {
    return await work((line) => void process.stdout.write(`    ${line}\n`))
  } catch (error) {
    throw new StepFailed(name, error)
  }
}

/** Enough of a token to recognise it, not enough to use it. */
export function shorten(token: string): string {
  return token.length > 24 ? `${token.slice(0, 12)}…${token.slice(-4)}` : token
}
