import { z } from 'zod'

/** A permission's rule; its names are checked against the tables when the model is built. */
export const booleanExpression = z.record(z.string(), z.unknown())
