/** Schemas that hold no data of the project. */
const SYSTEM_SCHEMAS = `('pg_catalog', 'information_schema', 'pg_toast', 'hdb_catalog', 'hdb_views')`

/** A type as JSON; domains count as what they are based on. */
const typeJson = (oid: string) => `(
  select json_build_object(
    'scalar', coalesce(element.typname, base.typname),
    'isArray', element.oid is not null,
    'sql', format_type(base.oid, -1),
    'kind', coalesce(element.typtype, base.typtype),
    'table', (
      select json_build_object('schema', n.nspname, 'name', c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.oid = base.typrelid and c.relkind in ('r', 'v', 'm', 'f', 'p')
    )
  )
  from pg_type declared
  join pg_type base on base.oid = case declared.typtype when 'd' then declared.typbasetype else declared.oid end
  left join pg_type element on element.oid = base.typelem and base.typcategory = 'A'
  where declared.oid = ${oid}
)`

const COLUMNS = `(
  select json_agg(json_build_object(
    'name', a.attname,
    'type', ${typeJson('a.atttypid')},
    'isNullable', not a.attnotnull,
    'hasDefault', a.atthasdef or a.attidentity <> '',
    'isGenerated', a.attgenerated <> '' or a.attidentity = 'a',
    'description', col_description(c.oid, a.attnum)
  ) order by a.attnum)
  from pg_attribute a
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
)`

const columnNames = (relation: string, numbers: string) => `(
  select json_agg(a.attname order by part.position)
  from unnest(${numbers}) with ordinality as part(attnum, position)
  join pg_attribute a on a.attrelid = ${relation} and a.attnum = part.attnum
)`

/** Hasura takes every unique index for a constraint, also one on expressions, which has no columns. */
const UNIQUE_KEYS = `(
  select json_agg(json_build_object(
    'constraint', k.relname,
    'columns', coalesce(${columnNames('i.indrelid', '(i.indkey::int2[])[0:i.indnkeyatts - 1]')}, '[]'),
    'isPrimary', i.indisprimary
  ) order by k.relname)
  from pg_index i join pg_class k on k.oid = i.indexrelid
  where i.indrelid = c.oid and i.indisunique
)`

const FOREIGN_KEYS = `(
  select json_agg(json_build_object(
    'constraint', k.conname,
    'columns', ${columnNames('k.conrelid', 'k.conkey')},
    'target', json_build_object('schema', tn.nspname, 'name', tc.relname),
    'targetColumns', ${columnNames('k.confrelid', 'k.confkey')}
  ) order by k.conname)
  from pg_constraint k
  join pg_class tc on tc.oid = k.confrelid
  join pg_namespace tn on tn.oid = tc.relnamespace
  where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0
)`

/** One row of JSON: every table and view of the project with its columns and keys. */
export const TABLES_SQL = `
  select coalesce(json_agg(json_build_object(
    'schema', n.nspname,
    'name', c.relname,
    'kind', case when c.relkind in ('v', 'm') then 'view' else 'table' end,
    'description', obj_description(c.oid, 'pg_class'),
    'columns', coalesce(${COLUMNS}, '[]'),
    'uniqueKeys', coalesce(${UNIQUE_KEYS}, '[]'),
    'foreignKeys', coalesce(${FOREIGN_KEYS}, '[]'),
    'updatability', pg_relation_is_updatable(c.oid, true)
  )), '[]')::text as catalogue
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'f', 'p') and n.nspname not in ${SYSTEM_SCHEMAS}
    and n.nspname not like 'pg\\_temp%' and n.nspname not like 'pg\\_toast%'`

/** One row of JSON: every function of the project with its input arguments and result. */
export const FUNCTIONS_SQL = `
  select coalesce(json_agg(json_build_object(
    'schema', n.nspname,
    'name', p.proname,
    'arguments', coalesce((
      select json_agg(json_build_object(
        'name', nullif(p.proargnames[argument.position], ''),
        'type', ${typeJson('argument.oid')},
        'hasDefault', argument.position > p.pronargs - p.pronargdefaults
      ) order by argument.position)
      from unnest(p.proargtypes::oid[]) with ordinality as argument(oid, position)
    ), '[]'),
    'returns', ${typeJson('p.prorettype')},
    'returnsSet', p.proretset,
    'isVolatile', p.provolatile = 'v',
    'isAggregate', p.prokind <> 'f',
    'isVariadic', p.provariadic <> 0,
    'description', obj_description(p.oid, 'pg_proc')
  )), '[]')::text as catalogue
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname not in ${SYSTEM_SCHEMAS}`
