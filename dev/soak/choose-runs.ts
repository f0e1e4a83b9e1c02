/**
 * Finds the runs that are named, in the order of the table; all of them when nothing is named.
 *
 * @param names as given on the command line: `clocks-apart,two-resyncs`
 * @throws Error naming what there is not
 */
export function chooseRuns<Run extends { name: string }>(all: readonly Run[], names?: string): Run[] {
  if (names === undefined) return [...all]
  const wanted = names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const unknown = wanted.filter((name) => !all.some((run) => run.name === name))
  if (unknown.length > 0 || wanted.length === 0)
    throw new Error(`There is no run ${unknown.join(', ') || names}. --list shows what there is.`)
  return all.filter(({ name }) => wanted.includes(name))
}
