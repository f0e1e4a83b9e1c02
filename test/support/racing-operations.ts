/** What is done to the sessions of one person, as the statements of a transaction. */
export type Operation = readonly string[]

export const older = '0f8fad5b-d9cb-469f-a165-000000000001'
export const newer = '0f8fad5b-d9cb-469f-a165-000000000002'
export const oldestInUse = '0f8fad5b-d9cb-469f-a165-000000000003'

/** A session of the person that nobody has used. */
export const open = (id: string, minute: number, replaces = 'null') => `
  insert into sessions (id, user_id, client, created_at, idle_expires_at, expires_at, replaces, replaces_generation)
  values ('${id}', '1001', 'browser', timestamptz '2026-03-01' + interval '${minute} minutes', '2036-04-01', '2036-08-01', ${replaces}, 1);`

const inUse = (id: string, minute: number) => `
  insert into sessions (id, user_id, client, presented, floor, generation, created_at, idle_expires_at, expires_at)
  values ('${id}', '1001', 'browser', 1, 1, 2, timestamptz '2026-02-01' + interval '${minute} minutes', '2036-04-01', '2036-08-01');`

/**
 * A person with as many sessions as there may be: ten that nobody used, so that one more pushes out `older`, and fifty
 * in use, so that the first refresh of `newer` pushes out `oldestInUse` and ends `older`, which it replaces.
 */
export const crowdedPerson = `
  delete from users; delete from auth_log;
  insert into users (id, login, avatar_url) values ('1001', 'ada', 'https://a');
  ${open(older, 0)} ${open(newer, 1, `'${older}'`)}
  ${Array.from({ length: 8 }, (_, index) => open(crypto.randomUUID(), 10 + index)).join('')}
  ${inUse(oldestInUse, 0)}
  ${Array.from({ length: 49 }, (_, index) => inUse(crypto.randomUUID(), 1 + index)).join('')}`

const actAs = (session: object) => `select set_config('hasura.user', '${JSON.stringify(session)}', true);`

/** Who ends sessions locks the person first. */
const end = (reason: string, where: string): Operation => [
  actAs({ 'x-hasura-role': 'auth_service' }),
  "update users set sessions_ended_at = now() where id = '1001';",
  `update sessions set end_reason = '${reason}' where ${where};`,
  `delete from sessions where ${where};`,
]
export const refresh: Operation = [
  `update sessions set presented = 1, last_used_at = now() where id = '${newer}';`,
]
const signIn = (): Operation => [
  "update users set last_signed_in_at = now() where id = '1001';",
  open(crypto.randomUUID(), 99),
  "insert into auth_log (user_id, event) values ('1001', 'signed-in');",
]
export const disable: Operation = ["update users set disabled_at = now() where id = '1001';"]
const loseEverything: Operation = ["delete from users where id = '1001';"]
const deleteOwn: Operation = [
  actAs({ 'x-hasura-role': 'user', 'x-hasura-user-id': '1001' }),
  "delete from sessions where user_id = '1001';",
]
export const abandon: Operation = [
  `insert into auth_log (user_id, session_id, event) values ('1001', '${newer}', 'sign-in-abandoned');`,
]
const replay = (id: string) => end('refresh-token-reused', `id = '${id}'`)
const all = "user_id = '1001'"

/** Pairs that may meet. */
export const races: [string, Operation, Operation][] = [
  ['a sign-in that displaces × reuse of what it displaces', signIn(), replay(older)],
  ['a sign-in that displaces × the first refresh', signIn(), refresh],
  ['a first refresh that displaces × reuse of what it displaces', refresh, replay(oldestInUse)],
  ['a first refresh × reuse of what it replaces', refresh, replay(older)],
  ['a sign-out everywhere × the first refresh, which replaces', end('signed-out', all), refresh],
  ['lost access × a sign-in', end('access-lost', all), signIn()],
  ['two sign-ins that displace', signIn(), signIn()],
  ['disabling × the first refresh', disable, refresh],
  ['disabling × a sign-in', disable, signIn()],
  ['deleting the person × the first refresh', loseEverything, refresh],
  ['deleting the person × a sign-out', loseEverything, end('signed-out', all)],
  ['a client that deletes its sessions × a sign-in', deleteOwn, signIn()],
  ['a client that deletes its sessions × the first refresh', deleteOwn, refresh],
  ['a client that deletes its sessions × deleting the person', deleteOwn, loseEverything],
  ['a client that deletes its sessions × a sign-out everywhere', deleteOwn, end('signed-out', all)],
  ['giving up a sign-in × its first refresh', abandon, refresh],
  ['giving up a sign-in × a sign-out everywhere', abandon, end('signed-out', all)],
]
