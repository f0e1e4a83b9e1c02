/** `.name`, or `name` at the beginning; `[0]`; `["any text"]` or `['any text']`; brackets may follow a dot. */
const STEP =
  /^(?:\.?([\p{L}_$][\p{L}\p{N}_$-]*)|\.?\[(\d+)\]|\.?\["((?:[^"\\]|\\.)*)"\]|\.?\['((?:[^'\\]|\\.)*)'\])/u

/** The root, which may be written or left out. */
const ROOT = /^\$(?=[.[]|$)/

/** The keys and indexes of a path; null when it is not one. */
export function parseJsonPath(path: string): string[] | null {
  let rest = path.replace(ROOT, '')
  const steps: string[] = []
  while (rest !== '') {
    const match = STEP.exec(rest)
    if (!match) return null
    steps.push((match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').replace(/\\(.)/g, '$1'))
    rest = rest.slice(match[0].length)
  }
  return steps
}
