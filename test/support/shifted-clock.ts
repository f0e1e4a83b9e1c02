/** Variables under which a process has a clock that goes wrong by this much. */
export function shiftedClock(milliseconds: number): Record<string, string> {
  const shift = `
    const Real = Date
    globalThis.Date = class extends Real {
      constructor(...given) {
        super(...(given.length > 0 ? given : [Real.now() + ${milliseconds}]))
      }
      static now() {
        return Real.now() + ${milliseconds}
      }
    }`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shift)}` }
}
