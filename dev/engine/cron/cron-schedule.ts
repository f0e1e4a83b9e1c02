import { Cron } from 'croner'

/** The next times of a five-field cron expression, in UTC. @throws Error when it is none */
export function nextTimes(schedule: string, after: Date, count: number): Date[] {
  return new Cron(schedule, { paused: true, timezone: 'UTC', mode: '5-part' }).nextRuns(count, after)
}
