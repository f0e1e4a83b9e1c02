// @ts-check

/**
 * Says a sentence to screen readers through the page's polite live region.
 *
 * @param {string} sentence
 */
export function announce(sentence) {
  const region = document.getElementById('announcements')
  if (region) region.textContent = sentence
}
