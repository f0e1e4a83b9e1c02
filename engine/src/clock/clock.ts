/** Time as the engine's workers see it; tests move it by hand. */
export interface Clock {
  now(): Date
  /** Runs `work` once after the given time; the returned function cancels it. */
  after(milliseconds: number, work: () => unknown): () => void
  sleep(milliseconds: number): Promise<void>
}
