import type { Config } from '../../functions/config/config.js'
import { type KeyStanding, keyStanding } from '../../functions/seal/key-standing.js'
import type { SyncProgress } from '../../functions/sync/progress-store.js'

const explanations: Record<KeyStanding, string> = {
  signs: 'signs',
  accepted: 'accepted, the next sync of the person moves it on',
  retired: 'retired, opens no more',
  unknown: 'unknown here',
}

/** What is left to sync, and which keys stored GitHub tokens still need. */
export function describeProgress(
  { people, waiting, last_synced_at: lastSyncedAt, tokenKeys }: SyncProgress,
  config: Config,
): string {
  const lines = tokenKeys.map(({ kid, tokens }) => {
    const standing = kid === null ? 'unknown' : keyStanding(config, 'github-token', kid)
    return `  ${kid ?? '(no id)'}: ${tokens}, ${explanations[standing]}`
  })
  return [
    `people: ${people}`,
    `waiting for a reading of GitHub: ${waiting}`,
    `last sync: ${lastSyncedAt?.toISOString() ?? 'none'}`,
    'stored GitHub tokens by key, without those of disabled people:',
    ...(lines.length === 0 ? ['  none'] : lines),
  ].join('\n')
}
