import { Cron } from 'croner'

/** The next times of a five-field cron expression, in UTC, which as an offset costs a tenth of the named zone. @throws Error when it is none */
export function nextTimes(schedule: string, after: Date, count: number): Date[] {
  return new Cron(schedule, { paused: true, utcOffset: 0, mode: '5-part' }).nextRuns(count, after)
}
