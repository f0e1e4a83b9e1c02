import { createNeeds } from './_configured.js'
import { routeMaker } from './_make-route.js'

/** Makes the exports of an api file whose handlers tell of the configuration alone, so that it starts with nothing more. */
export const configRoute = routeMaker((config) => () => ({ config, ...createNeeds(config.secrets) }))
