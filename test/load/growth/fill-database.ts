import type { Database } from '../../../engine/src/index.js'

/** The first id of a person; all ids have the same number of digits. */
export const firstId = 10_000_000

const tables = ['users', 'user_roles', 'github_tokens', 'sessions', 'auth_log', 'used_id_tokens']

/** How many there are of what a cron trigger or webhook meets at once, however many people there are. */
const waiting = 200

/**
 * Fills an empty database with people, and as much of everything else as they leave behind in time: two sessions and
 * five log rows each. A fifth of them have left, a fiftieth have a role of GitHub.
 */
export async function fillDatabase(database: Database, people: number): Promise<void> {
  // Triggers do for each row what is done here for all.
  await database.exec(`
    begin;
    ${tables.map((table) => `alter table ${table} set (autovacuum_enabled = off);`).join('\n')}
    create temporary table later on commit drop as
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid in ('users'::regclass, 'sessions'::regclass, 'auth_log'::regclass) and not indisunique;
    do $$ declare one record; begin for one in select * from later loop execute 'drop index ' || one.name; end loop; end $$;
    set local session_replication_role = replica;
    insert into users (id, login, name, avatar_url, github_roles, has_github_token, disabled_at, created_at,
      last_signed_in_at, synced_at, checked_at, ticket, wanted, shown, awaits_sync, sync_attempted_at, sync_claimed_at)
    select (${firstId} + n)::text, 'Person-' || n, 'Person ' || n, 'https://avatars.example/' || n,
      case when n % 50 = 7 then '["moderator"]'::jsonb else '[]' end,
      n % 5 <> 0, case when n % 100 = 3 then now() end, now() - interval '300 days', now() - interval '3 days',
      now() - interval '3 hours', now(), 1, 1, 1, false,
      now() - case when n % 5 = 0 then interval '90 days' when n % (${people} / ${waiting}) = 1 then interval '25 hours' + interval '1 hour' * random()
        else interval '20 hours' * random() end,
      case when n % 5 = 0 then null else now() - interval '20 hours' end
    from generate_series(1, ${people}) as n;
    insert into user_roles (user_id, role) select id, 'user' from users;
    insert into user_roles (user_id, role, source) select id, 'moderator', 'github' from users where github_roles <> '[]';
    insert into github_tokens (user_id, token, scopes, etags)
    select id, 'eyJhbGciOiJkaXIiLCJraWQiOiJncm93dGgifQ..' || repeat('a', 16) || '.' || repeat('b', 80) || '.' || repeat('c', 22),
      'user:email read:org', '{}'
    from users where has_github_token;
    insert into sessions (id, user_id, client, created_at, rotated_at, idle_expires_at, expires_at, generation, presented, floor)
    select gen_random_uuid(), (${firstId} + n / 2 + 1)::text, 'browser', now() - interval '20 days' * random(),
      now() - interval '1 hour', case when n % (${people} * 2 / ${waiting}) = 5 then now() - interval '1 hour' * random()
        else now() + interval '1 day' + interval '29 days' * random() end, now() + interval '100 days', 3, 2, 2
    from generate_series(0, ${people} * 2 - 1) as n;
    insert into auth_log (user_id, event, at)
    select (${firstId} + 1 + n % ${people})::text, 'signed-in',
      now() - case when n % (${people} * 5 / ${waiting}) = 9 then interval '181 days' + interval '1 day' * random() else interval '179 days' * random() end
    from generate_series(1, ${people} * 5) as n;
    insert into used_id_tokens (jti, expires_at)
    select gen_random_uuid()::text, now() + case when n % (${people} / ${waiting}) = 0 then -interval '1 hour' * (1 + random()) else interval '1 hour' end
    from generate_series(1, ${people}) as n;
    do $$ declare one record; begin for one in select * from later loop execute one.definition; end loop; end $$;
    commit;`)
  // Not vacuumed: a small table is touched all over by the first runs, and what a page notes of vacuum costs a block.
  await database.exec('analyze')
}
