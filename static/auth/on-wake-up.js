// @ts-check

/**
 * Calls back when a page that is seen may have missed something: timers stand still while a laptop sleeps, a page is
 * frozen or the network is gone.
 *
 * @param {() => void} look
 * @returns {() => void} ends it
 */
export function onWakeUp(look) {
  const listening = new AbortController()
  const { signal } = listening
  for (const event of ['visibilitychange', 'online', 'pageshow']) {
    globalThis.addEventListener?.(event, (event) => isNew(event) && look(), { signal })
  }
  return () => listening.abort()
}

/**
 * A page that has just been loaded has missed nothing, and one that is hidden can wait until it is seen.
 *
 * @param {Event & { persisted?: boolean }} event
 */
function isNew({ persisted = true }) {
  return persisted && !document.hidden
}
