import * as z from 'zod'
import { boundedFetch, OutboundError } from '../../functions/http/outbound-fetch.js'
import { keyIdPattern } from '../../functions/seal/key-ring.js'

const keyId = z.string().regex(keyIdPattern)
const healthShape = z.object({ keys: z.object({ signs: keyId, accepts: z.array(keyId) }) })

/** Which secrets a deployment uses, by their ids. */
export type DeployedKeys = z.output<typeof healthShape>['keys']

const limits = { deadlineMs: 10_000, leftMs: () => Number.POSITIVE_INFINITY, maxBytes: 100_000 }

/**
 * Asks a deployment which secrets it signs with and accepts.
 *
 * @returns why it cannot be told, as a text, where it cannot
 */
export async function askKeys(
  fetch: typeof globalThis.fetch,
  address: string,
): Promise<DeployedKeys | string> {
  try {
    const response = await boundedFetch(fetch, limits)(`${address}/api/health`)
    if (!response.ok) return `answers ${response.status}`
    const parsed = healthShape.safeParse(await response.json())
    return parsed.success ? parsed.data.keys : 'does not say which keys it has'
  } catch (error) {
    return error instanceof OutboundError ? `gives no answer (${error.kind})` : 'gives no JSON'
  }
}
