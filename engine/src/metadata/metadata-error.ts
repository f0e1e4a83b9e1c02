/** One thing that is wrong in a metadata folder. */
export interface MetadataProblem {
  file: string
  line: number
  message: string
}

/** Everything that is wrong in a metadata folder, each with its file and line. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError'
  readonly problems: readonly MetadataProblem[]

  constructor(problems: readonly MetadataProblem[]) {
    super(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'))
    this.problems = problems
  }
}
