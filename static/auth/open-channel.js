// @ts-check

/**
 * Tells other tabs that there is something to look at, and hears it from them. Pages of this origin alone hear it, and it
 * carries nothing. Without it a tab finds out when it is seen again.
 *
 * @param {() => void} listener
 */
export function openChannel(listener) {
  /** @type {BroadcastChannel & { unref?: () => void } | undefined} */
  let channel = globalThis.BroadcastChannel && new BroadcastChannel('auth')
  if (channel) channel.onmessage = listener
  // Node's keeps the process alive.
  channel?.unref?.()
  return {
    tell: () => channel?.postMessage(''),
    close() {
      channel?.close()
      // A sign-out may be on its way still.
      channel = undefined
    },
  }
}
