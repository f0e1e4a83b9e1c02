/**
 * The rooms of `engine/src/`, from the ground up. A room imports from lower floors only: never from a neighbour, never
 * from above. Files beside the folders are rooms, too.
 */
export const engineFloors: readonly (readonly string[])[] = [
  ['json', 'errors.ts', 'version.ts', 'clock', 'database', 'stop-on-signal.ts', 'check-paths.ts'],
  ['pg-catalogue', 'error-body.ts', 'kriti', 'migrations', 'late'],
  ['metadata'],
  ['model', 'webhook'],
  ['permissions', 'webhook-transform', 'auth'],
  ['schema', 'build-model', 'delivery'],
  ['sql', 'actions', 'cron', 'rest'],
  ['events'],
  ['execute'],
  ['state', 'settings.ts', 'subscriptions'],
  ['admin-api', 'prepare-database.ts'],
  ['server'],
  ['start-engine.ts'],
  ['cli.ts', 'index.ts'],
]
