import type { Deps } from '../../functions/deps.js'
import { AppError } from '../../functions/errors.js'
import { type SyncReport, syncUser } from '../../functions/sync/sync-user.js'
import type { Listed } from './find-people.js'

export interface PersonReport {
  person: Listed
  outcome: SyncReport['outcome'] | 'postponed'
  changed: string[]
  /** What kept GitHub or Hasura from answering. */
  reason?: string
}

/** Syncs one after the other, which is gentle to GitHub's limits, and tells of each as it ends. */
export async function syncPeople(
  deps: Deps,
  people: readonly Listed[],
  onReport: (report: PersonReport) => void,
): Promise<PersonReport[]> {
  const reports: PersonReport[] = []
  for (const person of people) {
    const report = await syncOne(deps, person)
    reports.push(report)
    onReport(report)
  }
  return reports
}

async function syncOne(deps: Deps, person: Listed): Promise<PersonReport> {
  try {
    return { person, ...(await syncUser(deps, person.id)) }
  } catch (error) {
    const reason = error instanceof AppError ? error.reason : 'unexpected'
    return { person, outcome: 'postponed', changed: [], reason }
  }
}
