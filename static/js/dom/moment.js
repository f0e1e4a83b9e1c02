// @ts-check
import { exactTime } from '../text/exact-time.js'
import { relativeTime } from '../text/relative-time.js'
import { element } from './element.js'

const everyMs = 30_000

/**
 * A point in time said as "2 minutes ago", exact on hover, kept current by `keepMomentsCurrent`.
 *
 * @param {string | Date} at
 */
export function moment(at) {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return element('span', {}, 'unknown')
  return element(
    'time',
    { datetime: date.toISOString(), title: exactTime(date) },
    relativeTime(date, new Date()),
  )
}

/** Rewrites every relative time of the page as it ages. */
export function keepMomentsCurrent() {
  setInterval(() => {
    for (const node of document.querySelectorAll('time[title]')) {
      const at = new Date(node.getAttribute('datetime') ?? '')
      node.textContent = relativeTime(at, new Date())
    }
  }, everyMs)
}
