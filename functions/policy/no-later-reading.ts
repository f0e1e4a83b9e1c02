/**
 * The condition that a user's row shows no later reading of GitHub than one that began at this time: of two that overlap,
 * the later one stays, whoever writes last.
 */
export function noLaterReading(startedAt: Date): Record<string, unknown> {
  return { _or: [{ synced_at: { _is_null: true } }, { synced_at: { _lte: startedAt } }] }
}
