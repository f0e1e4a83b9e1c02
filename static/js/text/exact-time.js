// @ts-check

const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'medium' })

/** @param {Date} at */
export function exactTime(at) {
  return format.format(at)
}
