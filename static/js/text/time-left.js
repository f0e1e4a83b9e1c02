// @ts-check

/**
 * The time left as a clock: "14:09", "1:02:30", "0:00" when it is over.
 *
 * @param {number} milliseconds
 */
export function timeLeft(milliseconds) {
  const total = Math.max(0, Math.ceil(milliseconds / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = String(total % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}
