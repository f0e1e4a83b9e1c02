import { z } from 'zod'

const settings = z.record(z.string(), z.unknown())

type Settings = z.output<typeof settings>

/**
 * A part of Hasura's metadata that this engine leaves to the real one.
 *
 * Its key may be there as long as it holds nothing, which is how the Hasura CLI exports it, or is switched off.
 */
export function unsupported(feature: string, isOff: (value: Settings) => boolean = () => false) {
  return z
    .unknown()
    .refine(
      (value) => isEmpty(value) || isSettings(value, isOff),
      `${feature} are not supported by this engine`,
    )
    .optional()
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function isSettings(value: unknown, isOff: (value: Settings) => boolean): boolean {
  const parsed = settings.safeParse(value)
  return parsed.success && isOff(parsed.data)
}
