import type { Stack } from '../stack/start-stack.js'
import type { FlowOptions } from './graphql-flow.js'
import { step } from './step.js'
import { awaitSync, queryOwnRows, refuseForeignRows } from './steps/rows.js'
import { refreshTwice, refuseReuse, signOut } from './steps/session.js'
import { showClaims, signInStepByStep } from './steps/sign-in.js'

/** Walks the whole job that this project does, as a page and its visitor would. */
export async function walk({ urls }: Stack): Promise<void> {
  const flow: FlowOptions = { endpoint: `${urls.engine}/v1/graphql`, redirectTo: `${urls.app}/graphql` }
  const ada = await signInStepByStep(flow)
  await step('The access token, decoded', async (say) => showClaims(ada, say))
  await step('A query as Ada', (say) => queryOwnRows(flow, ada, say))
  await step("Ben signs in, and Ada asks for Ben's rows", (say) => refuseForeignRows(flow, ada, say))
  await step("The event trigger brings Ada's profile from GitHub", (say) => awaitSync(flow, ada, say))
  const third = await step('Two refreshes, each with the newest refresh token', (say) =>
    refreshTwice(flow, ada, say),
  )
  await step('The first refresh token once more', (say) => refuseReuse(flow, ada, third, say))
  await step('Ada signs in again, and out', (say) => signOut(flow, say))
}
