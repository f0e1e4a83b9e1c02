import { importClosure } from './import-closure.js'

interface Flow {
  name: string
  /** The file of the flow's first function. */
  entry: string
  /** How many files the flow may be spread over. */
  maxFiles: number
}

/** The flows that most changes are about. Whoever follows one reads no more files than this. */
export const flows: readonly Flow[] = [
  { name: 'callback', entry: 'functions/sign-in/finish.ts', maxFiles: 34 },
  { name: 'refresh', entry: 'functions/session/rotate.ts', maxFiles: 18 },
  { name: 'sync', entry: 'functions/sync/sync-user.ts', maxFiles: 18 },
]

/** The files of a flow, by their paths in the repository. The configuration is left out: it is read once for all. */
export function measureFlow({ entry }: Flow): string[] {
  return importClosure(
    entry,
    (file) => file.startsWith('functions/') && !file.startsWith('functions/config/'),
  )
}
