// @ts-check

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} largest unit first, in seconds */
const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/**
 * "3 minutes ago", "in 14 days", "just now" within half a minute.
 *
 * @param {Date} at
 * @param {Date} now
 */
export function relativeTime(at, now) {
  const seconds = (at.getTime() - now.getTime()) / 1000
  if (Math.abs(seconds) < 30) return 'just now'
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return format.format(Math.trunc(seconds), 'second')
}
