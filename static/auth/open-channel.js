// @ts-check

/**
 * Tells other tabs that there is something to look at, and hears it from them. Pages of this origin alone hear it, and it
 * carries nothing. Without it a tab finds out when it is seen again.
 *
 * @param {() => void} listener
 */
export function openChannel(listener) {
  const channel = globalThis.BroadcastChannel && new BroadcastChannel('auth')
  if (channel) channel.onmessage = listener
  return {
    tell: () => channel?.postMessage(''),
    close: () => channel?.close(),
  }
}
