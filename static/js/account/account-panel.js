// @ts-check
import { announce } from '../dom/announce.js'
import { find } from '../dom/find.js'
import { notice } from '../dom/notice.js'
import { retryButton } from '../dom/retry-button.js'
import { accountQuery } from './account-query.js'
import { showActivity } from './show-activity.js'
import { showDevices } from './show-devices.js'
import { showHistory } from './show-history.js'

/** @import { Question, ShownAnswer } from '../graphql/ask-as-person.js' */
/** @import { Account, AccountSession } from './account-query.js' */

const sessionIsOver = () =>
  notice(
    'info',
    'This session was ended elsewhere.',
    'This page works until its access token ends. Sign in again to go on.',
  )

/** The caller's own rows are what this role reads; a person's default role may see others too. */
const role = 'user'
const syncPollMs = 1500
const syncPolls = 5

const endSessionMutation = 'mutation SignOutDevice($id: uuid!) { delete_sessions_by_pk(id: $id) { id } }'

/**
 * The part of the account page that comes out of the database: devices, history and activity.
 *
 * @param {object} page
 * @param {(question: Question) => Promise<ShownAnswer>} page.ask
 * @param {() => string} page.thisSessionId
 * @param {() => Promise<void>} page.signOutHere
 * @param {(problem: Node | undefined) => void} page.report
 */
export function accountPanel({ ask, thisSessionId, signOutHere, report }) {
  async function load() {
    const answer = await ask({ query: accountQuery, role })
    const account = readAccount(answer)
    if (!account) {
      const reason = answer.errors[0]?.message
      return report(
        notice('error', 'Your devices and activity could not be read.', reason, retryButton(load)),
      )
    }
    report(isKnown(account.sessions) ? undefined : sessionIsOver())
    showDevices(account.sessions, thisSessionId(), endSession)
    showNews(account)
    if (!isSynced(account)) awaitSync(syncPolls)
  }

  /** @param {readonly AccountSession[]} sessions */
  function isKnown(sessions) {
    return sessions.some(({ id }) => id === thisSessionId())
  }

  /**
   * After a first sign-in the profile comes a moment later, through an event trigger.
   *
   * @param {number} pollsLeft
   */
  function awaitSync(pollsLeft) {
    setTimeout(async () => {
      const account = readAccount(await ask({ query: accountQuery, role }))
      if (!account) return
      showNews(account)
      if (!isSynced(account) && pollsLeft > 1) awaitSync(pollsLeft - 1)
    }, syncPollMs)
  }

  /** @param {AccountSession} session */
  async function endSession({ id }) {
    if (id === thisSessionId()) return signOutHere()
    const { data, errors } = await ask({ query: endSessionMutation, variables: { id }, role })
    if (errors[0]) return report(notice('error', 'The device is still signed in.', errors[0].message))
    await load()
    announce(
      data?.['delete_sessions_by_pk'] ? 'The device is signed out.' : 'The device was signed out already.',
    )
    // The pressed button is gone with its row.
    find('#devices-title', HTMLElement).focus()
  }

  return { load }
}

/**
 * @param {ShownAnswer} answer
 * @returns {Account | undefined}
 */
function readAccount({ data, errors }) {
  return data && errors.length === 0 ? /** @type {Account} */ (/** @type {unknown} */ (data)) : undefined
}

/** @param {Account} account */
function showNews(account) {
  showHistory(account)
  showActivity(account.auth_log)
}

/** @param {Account} account */
function isSynced({ users: [row] }) {
  return typeof row?.synced_at === 'string'
}
