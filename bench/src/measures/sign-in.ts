import { buildOutput } from '../contenders/build-output.js'
import { type Contender, startContender } from '../processes/start-contender.js'
import type { Section } from '../report/section.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import { openBrowser } from '../world/browser.js'
import { keepClosing } from '../world/keep-closing.js'
import type { Rival } from '../world/rivals.js'
import { signIn } from '../world/sign-in.js'
import { type World, withWorld } from '../world/with-world.js'
import { watchWorkBehind } from '../world/work-behind.js'
import type { MeasureContext } from './measure.js'
import { costsInTurns, type OperationCost, ratioOfCosts, tableOfCosts } from './operation-costs.js'

const perTurn = 5
const warmUp = 3
const goal = 1.2

/** A whole sign-in of somebody new, from the button to the page, with a local GitHub and everything over HTTPS. */
export async function measureSignIn(context: MeasureContext): Promise<Section> {
  const output = await buildOutput(context.say)
  const people = (context.rounds + warmUp) * perTurn * context.runtimes.length
  return withWorld({ output, people }, async (world) => {
    const parts: { on: string; costs: Map<string, OperationCost> }[] = []
    for (const [index, runtime] of context.runtimes.entries()) {
      const logins = world.logins.slice((index * people) / context.runtimes.length)
      parts.push({ on: runtime.name, costs: await measureOn({ ...world, logins }, runtime, context) })
    }
    return {
      ratios: parts.flatMap(({ on, costs }) => [
        ...ratioOfCosts(costs, { what: 'sign-in', against: 'next-auth 4', on, goal, together: false }),
        ...ratioOfCosts(costs, { what: 'sign-in', against: 'next-auth 4', on, together: true }),
        ...ratioOfCosts(costs, { what: 'sign-in', against: 'better-auth', on, together: true }),
      ]),
      tables: parts.map(({ on, costs }) => tableOfCosts(`One sign-in on ${on}`, costs)),
      notes: notesOf(world),
    }
  })
}

function notesOf({ databases }: World): string[] {
  return [
    'Each sign-in is of somebody else. Ours stores a user, a sealed token, a session and a log row, next-auth a user, better-auth a user, an account and a session, @auth/core nothing. Behind is what engine and database do, without what they do when nobody asks; the local GitHub is not counted. next-auth and @auth/core are asked for a CSRF token first, as their own client does.',
    databases
      ? `The database is ${databases.version}, shared by all.`
      : 'There is no PostgreSQL here: engines have an embedded one, and better-auth is left out.',
  ]
}

function measureOn(world: World, runtime: Runtime, { rounds, say }: MeasureContext) {
  return keepClosing(async (keep) => {
    const contenders = new Map<Rival, Contender>()
    const nextLogins = new Map<Rival, number>()
    for (const rival of world.rivals) {
      const variables = { ...rival.variables, ...world.trust }
      contenders.set(rival, await keep(startContender(runtime, rival.program, variables)))
    }
    const operate = async (rival: Rival) => {
      const contender = contenders.get(rival)
      const turn = nextLogins.get(rival) ?? 0
      nextLogins.set(rival, turn + 1)
      const login = world.logins[turn]
      if (!contender || login === undefined) throw new TypeError('nobody is left to sign in')
      const browser = openBrowser(contender)
      await signIn(rival.name, browser, { login, world })
      return browser.cpuMicros
    }
    return costsInTurns(world.rivals, {
      rounds: { warmUp, counted: rounds },
      perTurn,
      watch: () => watchWorkBehind(world.rivals.flatMap(({ pids }) => pids)),
      calls: world.calls,
      operate,
      onRound: (round) => say(`${runtime.name}: round ${round + 1} of ${rounds}`),
    })
  })
}
