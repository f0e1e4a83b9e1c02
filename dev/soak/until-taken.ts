import { pause } from './pause.js'

const attempts = 20
const betweenMs = 500

/**
 * Sends until it is accepted: a host with another time than the engine's may be refused at first.
 *
 * @throws Error with the last status
 */
export async function untilTaken(signal: AbortSignal, send: () => Promise<Response>): Promise<void> {
  let status = 0
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const answer = await send()
    await answer.body?.cancel()
    if (answer.ok) return
    status = answer.status
    await pause(betweenMs, signal)
  }
  throw new Error(`a host answers ${status}, ${attempts} times`)
}
