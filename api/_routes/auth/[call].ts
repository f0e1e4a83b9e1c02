import { answerCsrf } from '../../../functions/next-auth/answer-csrf.js'
import { listProviders } from '../../../functions/next-auth/list-providers.js'
import { takeLog } from '../../../functions/next-auth/take-log.js'
import { route, routesByName } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routesByName({
  csrf: route({ GET: answerCsrf }),
  providers: route({ GET: listProviders }),
  _log: route({ POST: takeLog }),
})
