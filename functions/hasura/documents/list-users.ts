/** Everybody whom a sync can ask GitHub about, page by page in the order of ids. */
export const listSyncableDocument = `
query ListSyncable($after: String!, $limit: Int!) {
  users(
    where: { id: { _gt: $after }, disabled_at: { _is_null: true }, github_token: {} }
    order_by: { id: asc }
    limit: $limit
  ) { id login }
}`

/** Who had this login when they were last seen; logins change hands, so that it can be several. */
export const findByLoginDocument = `
query FindByLogin($login: String!) {
  users(where: { login: { _ilike: $login } }, limit: 10) { id login }
}`
