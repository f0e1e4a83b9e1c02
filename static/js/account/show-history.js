// @ts-check
import { find } from '../dom/find.js'
import { moment } from '../dom/moment.js'

/** @import { Account } from './account-query.js' */

/**
 * Since when the person has an account and when GitHub was last asked about them.
 *
 * @param {Pick<Account, 'users'>} account
 */
export function showHistory({ users: [row] }) {
  if (!row) return
  const sync = row.synced_at
    ? ['synced with GitHub ', moment(row.synced_at)]
    : ['waiting for the first sync with GitHub']
  find('#history', HTMLElement).replaceChildren('Joined ', moment(row.created_at), ' · ', ...sync)
}
