import type { GithubCall } from '../../github/start-github.js'
import { inLanes } from '../../in-lanes.js'
import { crowd } from '../crowd.js'
import type { FaultRun } from '../fault-run.js'
import { sendCron } from '../send-hasura-event.js'
import { signInBrowser } from '../visitors/browser-visitor.js'
import { waitUntilQuiet } from '../wait-until-quiet.js'

const people = crowd(99)
const atOnce = 4

/** Two runs of the cron trigger that overlap share the people who are due, and GitHub is asked about each once. */
export const twoResyncs: FaultRun = {
  name: 'two-resyncs',
  shows: 'two runs of resync_users overlap on two hosts',
  should: { 'asked twice': 0 },
  async run({ withStack, signal, say }) {
    const asked = new Map<string, number>()
    const onGithubCall = ({ path, headers }: GithubCall) => {
      const token = headers.authorization ?? ''
      if (path === '/api/v3/user') asked.set(token, (asked.get(token) ?? 0) + 1)
    }
    return withStack({ people, onGithubCall }, async (stack) => {
      say(`${people.length} people sign in`)
      await inLanes(people, atOnce, ({ login }) => {
        signal.throwIfAborted()
        return signInBrowser(stack.app, login)
      })
      await waitUntilQuiet(stack.database, signal)
      await stack.database.exec("update users set sync_attempted_at = now() - interval '2 days'")
      asked.clear()
      say('both hosts resync')
      const secret = stack.environment.functions['EVENT_SECRET'] ?? ''
      const answers = await Promise.all(
        stack.hosts.map(({ url: host }) => sendCron({ host, secret }, 'resync_users')),
      )
      if (!answers.every(({ ok }) => ok))
        throw new Error(`they answered ${answers.map(({ status }) => status)}`)
      if (asked.size === 0) throw new Error('nobody was asked about')
      return {
        people: people.length,
        'asked twice': [...asked.values()].filter((times) => times > 1).length,
        // On a slow machine a run ends before its batch does; the next one goes on.
        'not asked': people.length - asked.size,
      }
    })
  },
}
