import { users } from '../server/support.js'

export type EventRow = Record<string, unknown>

/** A table whose trigger fires by hand only. */
export const usersWithTrigger = {
  ...users,
  event_triggers: [
    {
      name: 'sync',
      definition: { enable_manual: true },
      retry_conf: { num_retries: 0, interval_sec: 10 },
      webhook: 'http://127.0.0.1:1/',
    },
  ],
}
