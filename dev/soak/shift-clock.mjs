/**
 * Loaded before a program (`node --import`), gives it a clock that is CLOCK_SHIFT_MS milliseconds ahead; behind, when
 * that is negative. Timers are as long as ever.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0)
if (!Number.isFinite(shiftMs)) throw new Error('CLOCK_SHIFT_MS must be a number of milliseconds')
const RealDate = Date
const now = () => RealDate.now() + shiftMs

// Whatever is a date to the one is a date to the other: they share their prototype.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
})
