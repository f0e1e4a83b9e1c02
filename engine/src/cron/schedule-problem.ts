import { nextTimes } from './cron-schedule.js'

/** Why a text is not a five-field cron expression; undefined when it is one. */
export function scheduleProblem(schedule: string): string | undefined {
  try {
    nextTimes(schedule, new Date(0), 1)
    return undefined
  } catch (error) {
    return `"${schedule}" is not a cron schedule: ${error instanceof Error ? error.message : error}`
  }
}
