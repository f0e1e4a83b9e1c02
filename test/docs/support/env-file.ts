import { readText } from './repository.js'

/** The variables of an example file: those that it sets, and those that it only names in a comment. */
export function readEnvFile(path: string): { set: Record<string, string>; commented: string[] } {
  const lines = readText(path).split('\n')
  const set = lines.flatMap((line) => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name, value ?? '']]
  })
  const commented = lines.flatMap((line) => /^# ([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? [])
  return { set: Object.fromEntries(set), commented }
}
