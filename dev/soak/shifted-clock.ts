/** Variables that give a host a clock that is this much ahead of everybody else's; behind, when negative. */
export function shiftedClock(milliseconds: number): Record<string, string> {
  const module = new URL('./shift-clock.mjs', import.meta.url).href
  return { NODE_OPTIONS: `--import=${module}`, CLOCK_SHIFT_MS: String(milliseconds) }
}
