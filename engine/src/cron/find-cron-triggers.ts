import type { Metadata } from '../metadata/metadata.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import type { Inconsistency } from '../model/model.js'
import { scheduleProblem } from './schedule-problem.js'

/** The metadata's cron triggers, without those that cannot be; these are listed apart. */
export function findCronTriggers(metadata: Metadata): {
  triggers: CronTriggerMetadata[]
  inconsistencies: Inconsistency[]
} {
  const triggers: CronTriggerMetadata[] = []
  const inconsistencies: Inconsistency[] = []
  for (const [index, trigger] of metadata.cron_triggers.entries()) {
    const isRepeated = triggers.some(({ name }) => name === trigger.name)
    const problem = isRepeated ? 'its name is in use already' : scheduleProblem(trigger.schedule)
    if (problem === undefined) {
      triggers.push(trigger)
      continue
    }
    inconsistencies.push({
      path: ['cron_triggers', index],
      type: 'cron_trigger',
      name: trigger.name,
      reason: `Inconsistent object: in cron trigger "${trigger.name}": ${problem}`,
      definition: trigger,
    })
  }
  return { triggers, inconsistencies }
}
