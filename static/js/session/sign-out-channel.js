// @ts-check

// Pages of this origin alone hear it, and what they hear is only that there is something to look at.
const channel = new BroadcastChannel('signed-out')

/** Tells the other tabs that this browser's session has ended. */
export function tellSignedOut() {
  channel.postMessage('')
}

/**
 * Calls back when another tab has signed out.
 *
 * @param {() => void} listener
 */
export function onSignedOutElsewhere(listener) {
  channel.onmessage = listener
}
