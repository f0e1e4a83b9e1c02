import type { Metadata } from '../metadata/metadata.js'
import type { MetadataPath } from '../metadata/source-positions.js'
import { nextTimes } from './cron-schedule.js'

/** Cron triggers that cannot be: unreadable schedules, one name used twice. */
export function cronTriggerProblems({
  cron_triggers: triggers,
}: Metadata): { path: MetadataPath; message: string }[] {
  return triggers.flatMap(({ name, schedule }, index) => {
    const path = ['cron_triggers', index]
    const isRepeated = triggers.findIndex((other) => other.name === name) < index
    const unreadable = scheduleProblem(schedule)
    return [
      ...(isRepeated ? [{ path, message: `cron trigger with name "${name}" already exists` }] : []),
      ...(unreadable ? [{ path: [...path, 'schedule'], message: unreadable }] : []),
    ]
  })
}

function scheduleProblem(schedule: string): string | undefined {
  try {
    nextTimes(schedule, new Date(0), 1)
    return undefined
  } catch (error) {
    return `"${schedule}" is not a cron schedule: ${error instanceof Error ? error.message : error}`
  }
}
