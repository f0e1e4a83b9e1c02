import { measureColdStart } from './cold-start.js'
import { measureEngine } from './engine-queries.js'
import { readGrowth } from './growth.js'
import type { Measure } from './measure.js'
import type { MeasureName } from './measure-titles.js'
import { measureModules } from './modules-and-bytes.js'
import { measureRefresh } from './refresh.js'
import { measureSessionRead } from './session-read.js'
import { measureSignIn } from './sign-in.js'
import { measureSync } from './sync.js'
import { measureTokens } from './tokens.js'

export const measures: Readonly<Record<MeasureName, Measure>> = {
  cold: measureColdStart,
  modules: measureModules,
  session: measureSessionRead,
  'sign-in': measureSignIn,
  refresh: measureRefresh,
  tokens: measureTokens,
  sync: measureSync,
  engine: measureEngine,
  growth: readGrowth,
}
