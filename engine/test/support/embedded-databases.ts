import type { Database } from '../../src/database/database.js'
import { openDatabase } from '../../src/database/open-database.js'

const idle: Database[] = []

/** An empty database in memory. One that was closed before is emptied and lent again: opening takes ten times as long. */
export async function lendEmbeddedDatabase(): Promise<Database> {
  return lend(idle.pop() ?? (await openDatabase({ extensions: [] })))
}

function lend(database: Database): Database {
  let isOpen = true
  const opened = (): Database => {
    if (!isOpen) throw new Error('the database is closed')
    return database
  }
  return {
    query: async (text, values, name) => opened().query(text, values, name),
    exec: async (script) => opened().exec(script),
    transaction: async (work, settings) => opened().transaction(work, settings),
    writtenUpTo: async () => opened().writtenUpTo(),
    holdLock: async (space, key) => opened().holdLock(space, key),
    close: async () => {
      if (!isOpen) return
      isOpen = false
      await empty(database)
      idle.push(database)
    },
  }
}

/** Leaves nothing of whoever had the database: schemas, roles, settings, locks, prepared statements. */
async function empty(database: Database): Promise<void> {
  await database.exec(`
    DO $$
    DECLARE name text;
    BEGIN
      FOR name IN SELECT evtname FROM pg_event_trigger LOOP
        EXECUTE format('DROP EVENT TRIGGER %I', name);
      END LOOP;
      FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
      END LOOP;
      FOR name IN SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)' LOOP
        EXECUTE format('DROP OWNED BY %1$I CASCADE; DROP ROLE %1$I', name);
      END LOOP;
      CREATE SCHEMA public;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
      EXECUTE format('ALTER DATABASE %I RESET ALL', current_database());
    END $$`)
  await database.query('DISCARD ALL')
}
