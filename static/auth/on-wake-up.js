// @ts-check

/**
 * Calls back when a page may have missed something: timers stand still while a laptop sleeps, a page is frozen or the
 * network is gone.
 *
 * @param {() => void} look
 * @returns {() => void} ends it
 */
export function onWakeUp(look) {
  const { signal, abort } = stopper()
  globalThis.document?.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') look()
    },
    { signal },
  )
  for (const event of ['online', 'pageshow']) globalThis.addEventListener?.(event, look, { signal })
  return abort
}

function stopper() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
