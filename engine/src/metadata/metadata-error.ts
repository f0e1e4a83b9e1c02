/** One thing that is wrong in a metadata folder. */
export interface MetadataProblem {
  file: string
  line: number
  message: string
}

/** Hears of what changes nothing but is not what its author thought. */
export type WarnOfMetadata = (warning: MetadataProblem) => void

export function formatProblem({ file, line, message }: MetadataProblem): string {
  return `${file}:${line}: ${message}`
}

/** Everything that is wrong in a metadata folder, each with its file and line. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError'
  readonly problems: readonly MetadataProblem[]

  constructor(problems: readonly MetadataProblem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.problems = problems
  }
}

/** What `work` reads; what is wrong with it goes to the others' problems. */
export function collectProblems<Result>(problems: MetadataProblem[], work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error
    problems.push(...error.problems)
    return undefined
  }
}
