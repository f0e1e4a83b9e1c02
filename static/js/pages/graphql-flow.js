// @ts-check
import { createAuth } from '../../auth.js'
import { find } from '../dom/find.js'
import { keepMomentsCurrent } from '../dom/moment.js'
import { finishSignIn } from '../graphql-flow/finish-sign-in.js'
import { flowView } from '../graphql-flow/flow-view.js'
import { loadGraphqlUrl } from '../graphql-flow/load-graphql-url.js'
import { showAnswered, showSent } from '../graphql-flow/show-action.js'
import { signedIn } from '../graphql-flow/signed-in.js'
import { startSignIn } from '../graphql-flow/start-sign-in.js'
import { watchRequests } from '../graphql-flow/watch-requests.js'

/** @import { Grant } from '../../auth/documents.js' */

const view = flowView()
/** @type {Grant | null} the tokens are here and in the client, and nowhere else */
let grant = null

const auth = createAuth({
  flow: 'graphql',
  graphqlUrl: loadGraphqlUrl,
  fetch: watchRequests({
    sent: (name, variables) => showSent(view, name, variables),
    answered: (name, answer) => {
      grant = answer.data?.login ?? answer.data?.refreshSession ?? grant
      showAnswered(view, name, answer)
    },
  }),
})

async function open() {
  const session = await finishSignIn(auth, view)
  if (session) signedIn(auth, view, session, () => grant)
}

auth.onChange(({ session }) => {
  if (!session) grant = null
})
find('#start', HTMLButtonElement).addEventListener('click', () => startSignIn(auth, view))
keepMomentsCurrent()
void open()
