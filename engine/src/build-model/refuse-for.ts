/** @throws Error with all `reasons`, in Hasura's form, unless there is none */
export function refuseFor(what: string, reasons: readonly string[]): void {
  if (reasons.length === 0) return
  if (reasons.length === 1) throw new Error(`${what} because ${reasons.join()}`)
  throw new Error(
    `${what} for the following reasons:\n${reasons.map((reason) => `  • ${reason}\n`).join('')}`,
  )
}
