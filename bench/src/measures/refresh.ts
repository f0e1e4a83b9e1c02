import { buildOutput } from '../contenders/build-output.js'
import { startContender } from '../processes/start-contender.js'
import type { Section } from '../report/section.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import { type Browser, openBrowser } from '../world/browser.js'
import { keepClosing } from '../world/keep-closing.js'
import type { Rival } from '../world/rivals.js'
import { signIn } from '../world/sign-in.js'
import { type World, withWorld } from '../world/with-world.js'
import { watchWorkBehind } from '../world/work-behind.js'
import type { MeasureContext } from './measure.js'
import { costsInTurns, type OperationCost, ratioOfCosts, tableOfCosts } from './operation-costs.js'

const perTurn = 20
const warmUp = 3
const goal = 0.4
const paths: Readonly<Record<string, string>> = {
  ours: '/api/auth/session',
  'better-auth': '/api/auth/get-session',
}

/** A session that is renewed in the database, with a new access token for it. */
export async function measureRefresh(context: MeasureContext): Promise<Section> {
  const output = await buildOutput(context.say)
  return withWorld({ output, people: context.runtimes.length }, async (world) => {
    const rivals = world.rivals.filter(({ name }) => Object.hasOwn(paths, name))
    const parts: { on: string; costs: Map<string, OperationCost> }[] = []
    for (const runtime of context.runtimes)
      parts.push({ on: runtime.name, costs: await measureOn({ ...world, rivals }, runtime, context) })
    const versus = { what: 'refresh', against: 'better-auth' }
    return {
      ratios: parts.flatMap(({ on, costs }) => ratioOfCosts(costs, { ...versus, on, goal, together: true })),
      tables: parts.map(({ on, costs }) => tableOfCosts(`One refresh on ${on}`, costs)),
      notes: [
        'Ours presents a refresh token, which is spent by it; better-auth renews the same session at each read (`updateAge` 0) and signs a token with its jwt plugin. Behind is counted as for a sign-in.',
        world.databases
          ? `The database is ${world.databases.version}, shared by all.`
          : 'There is no PostgreSQL here, which better-auth needs for this.',
      ],
    }
  })
}

function measureOn(world: World, runtime: Runtime, { rounds, say }: MeasureContext) {
  return keepClosing(async (keep) => {
    const browsers = new Map<Rival, Browser>()
    for (const rival of world.rivals) {
      const variables = { ...rival.variables, ...world.trust }
      const browser = openBrowser(await keep(startContender(runtime, rival.program, variables)))
      await signIn(rival.name, browser, { login: world.logins[0] ?? '', world })
      browsers.set(rival, browser)
    }
    return costsInTurns(world.rivals, {
      rounds: { warmUp, counted: rounds },
      perTurn,
      watch: () => watchWorkBehind(world.rivals.flatMap(({ pids }) => pids)),
      calls: world.calls,
      operate: (rival) => refresh(rival.name, browsers.get(rival)),
      onRound: (round) => say(`${runtime.name}: round ${round + 1} of ${rounds}`),
    })
  })
}

/** As if the access token had expired; GitHub is not asked, and the cookie that comes back is the next one to present. */
async function refresh(name: string, browser: Browser | undefined): Promise<number> {
  if (!browser) throw new TypeError('nobody is signed in')
  const before = browser.cpuMicros
  const held = [...browser.cookies].join()
  for (const cookie of browser.cookies.keys())
    if (cookie.startsWith('__Host-gha-access')) browser.cookies.delete(cookie)
  const { status, body, setCookies } = await browser.ask(paths[name] ?? '')
  const isRenewed = name !== 'ours' || [...browser.cookies].join() !== held
  if (status !== 200 || !body.includes('person0') || setCookies.length === 0 || !isRenewed)
    throw new Error(`${name} did not refresh: ${status} ${body.slice(0, 300)}`)
  return browser.cpuMicros - before
}
