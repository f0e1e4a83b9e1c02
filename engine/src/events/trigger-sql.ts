import { quoteIdentifier } from '../database/quote-identifier.js'
import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import type { Name } from '../pg-catalogue/catalogue.js'

type Operation = 'INSERT' | 'UPDATE' | 'DELETE'
type Columns = '*' | readonly string[]

export interface CaptureTrigger {
  /** Of the function and the trigger alike; at most 63 characters, as trigger names have at most 42. */
  name: string
  operation: Operation
  table: Name
  /** Body of the trigger function; comparing it tells whether the installed one is still right. */
  body: string
  onReplication: boolean
}

/** The Postgres triggers that capture what an event trigger listens to. */
export function captureTriggers(trigger: EventTriggerMetadata, table: Name): CaptureTrigger[] {
  const { insert, update, delete: deletion } = trigger.definition
  const capture = { trigger: trigger.name, table }
  const make = (operation: Operation, body: string): CaptureTrigger => ({
    name: `notify_hasura_${trigger.name}_${operation}`,
    operation,
    table,
    body,
    onReplication: trigger.trigger_on_replication ?? false,
  })
  const payload = (row: Row, columns: Columns | null | undefined) => rowJson(row, columns ?? '*')
  return [
    insert && make('INSERT', functionBody(capture, 'NULL', payload('NEW', insert.payload))),
    update &&
      make(
        'UPDATE',
        functionBody(capture, payload('OLD', update.payload), payload('NEW', update.payload), update.columns),
      ),
    deletion && make('DELETE', functionBody(capture, payload('OLD', deletion.payload), 'NULL')),
  ].filter((capture) => !!capture)
}

/** Statements that install a trigger, replacing an older one of its name. */
export function installTrigger({ name, operation, table, body, onReplication }: CaptureTrigger): string {
  const procedure = `hdb_catalog.${quoteIdentifier(name)}`
  const target = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`
  return [
    `DROP FUNCTION IF EXISTS ${procedure}() CASCADE`,
    `CREATE FUNCTION ${procedure}() RETURNS trigger LANGUAGE plpgsql AS ${quoteLiteral(body)}`,
    `CREATE TRIGGER ${quoteIdentifier(name)} AFTER ${operation} ON ${target} FOR EACH ROW EXECUTE FUNCTION ${procedure}()`,
    ...(onReplication ? [`ALTER TABLE ${target} ENABLE ALWAYS TRIGGER ${quoteIdentifier(name)}`] : []),
  ].join(';\n')
}

type Row = 'OLD' | 'NEW'

/** The table is named as the metadata has it: `TG_TABLE_NAME` would be the partition that a row went to. */
function functionBody(
  { trigger, table }: { trigger: string; table: Name },
  oldJson: string,
  newJson: string,
  listened?: Columns,
): string {
  const names = [table.schema, table.name, trigger].map(quoteLiteral).join(', ')
  const record = `PERFORM hdb_catalog.insert_event_log(${names}, TG_OP,
    json_build_object('old', ${oldJson}, 'new', ${newJson}));`
  const statement = listened === undefined ? record : ifChanged(listened, record)
  return `\nBEGIN\n  ${statement}\n  RETURN NULL;\nEND `
}

/** Records compare with nulls equal to each other; types without equality (json) fall back to comparing bytes. */
function ifChanged(listened: Columns, record: string): string {
  return `DECLARE
    old_values record := ${rowOf('OLD', listened)};
    new_values record := ${rowOf('NEW', listened)};
    changed boolean;
  BEGIN
    BEGIN
      changed := old_values <> new_values;
    EXCEPTION WHEN undefined_function THEN
      changed := old_values *<> new_values;
    END;
    IF changed THEN
      ${record}
    END IF;
  END;`
}

function rowOf(row: Row, columns: Columns): string {
  return columns === '*' ? row : `ROW(${columns.map((column) => columnOf(row, column)).join(', ')})`
}

function rowJson(row: Row, columns: Columns): string {
  if (columns === '*') return `row_to_json(${row})`
  const list = columns.map((column) => `${columnOf(row, column)} AS ${quoteIdentifier(column)}`).join(', ')
  return `(SELECT row_to_json(picked) FROM (SELECT ${list}) AS picked)`
}

function columnOf(row: Row, column: string): string {
  return `${row}.${quoteIdentifier(column)}`
}

function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
