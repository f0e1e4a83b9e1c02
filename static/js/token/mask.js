// @ts-check

const shownCharacters = 6

/**
 * A secret's first characters and dots: enough to tell two apart by eye, not enough to use it.
 *
 * @param {string} secret
 */
export function mask(secret) {
  return `${secret.slice(0, Math.min(shownCharacters, Math.floor(secret.length / 4)))}${'•'.repeat(8)}`
}
