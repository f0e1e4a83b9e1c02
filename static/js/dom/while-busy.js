// @ts-check

/**
 * Does the work of a pressed button once at a time. The button is marked and not disabled: a disabled one would throw
 * keyboard focus back to the top of the page.
 *
 * @param {HTMLButtonElement} button
 * @param {() => Promise<void>} work
 */
export async function whileBusy(button, work) {
  if (button.disabled || button.getAttribute('aria-busy') === 'true') return
  button.setAttribute('aria-busy', 'true')
  try {
    await work()
  } finally {
    button.removeAttribute('aria-busy')
  }
}
