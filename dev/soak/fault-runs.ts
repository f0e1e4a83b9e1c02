import type { FaultRun } from './fault-run.js'
import { abandonedSignIns } from './runs/abandoned-sign-ins.js'
import { clocksApart } from './runs/clocks-apart.js'
import { racingOperations } from './runs/racing-operations.js'
import { readingsOutOfOrder } from './runs/readings-out-of-order.js'
import { refreshThroughAStall } from './runs/refresh-through-a-stall.js'
import { secretRolledHostByHost } from './runs/secret-rolled-host-by-host.js'
import { signOutThroughAStall } from './runs/sign-out-through-a-stall.js'
import { twoResyncs } from './runs/two-resyncs.js'

/** Every run, in the order in which they are done. */
export const faultRuns: readonly FaultRun[] = [
  refreshThroughAStall,
  clocksApart,
  readingsOutOfOrder,
  signOutThroughAStall,
  abandonedSignIns,
  secretRolledHostByHost,
  racingOperations,
  twoResyncs,
]
