import { type Environment, environmentShape, type Sound, variableNames } from './environment.js'
import { malformed, type Values } from './normalise.js'

interface ParsedVariables {
  /** What is good by itself. */
  sound: Sound
  /** The same when nothing is missing. */
  whole: Environment | undefined
  problems: string[]
}

/** Narrows each variable by itself, so that one that is wrong hides nothing about the others. */
export function parseVariables(values: Values): ParsedVariables {
  const problems: string[] = []
  const sound: Record<string, unknown> = {}
  for (const name of variableNames) {
    const problem = malformed(name, values)
    const parsed = problem === undefined ? environmentShape.shape[name].safeParse(values[name]) : undefined
    if (parsed?.success) sound[name] = parsed.data
    else
      problems.push(
        ...(parsed?.error.issues ?? [{ message: problem }]).map(({ message }) =>
          describe(name, message, values),
        ),
      )
  }
  // Each value came out of the shape of its own name.
  return { sound, whole: problems.length === 0 ? (sound as Environment) : undefined, problems }
}

function describe(name: string, message: string | undefined, values: Values): string {
  return values[name] === undefined ? `${name} is missing` : `${name} ${message}`
}
