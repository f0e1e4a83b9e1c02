/** The face of the engine: the only file that is imported from outside. */
export type { Database } from './database/database.js'
export { openDatabase } from './database/open-database.js'
export { namedExtensions } from './migrations/named-extensions.js'
export { startEngine } from './start-engine.js'
