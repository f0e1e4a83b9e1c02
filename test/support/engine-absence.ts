interface Running {
  close(): Promise<void>
}

interface EngineAbsence extends Running {
  /** Takes the engine away while the work lasts, and starts another in its place. */
  withoutEngine<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Closes whichever engine took the place of the first one; that one belongs to its stack. */
export function engineAbsence(first: Running, start: () => Promise<Running>): EngineAbsence {
  let other: Running | undefined
  return {
    async withoutEngine(work) {
      await (other ?? first).close()
      try {
        return await work()
      } finally {
        other = await start()
      }
    },
    close: async () => other?.close(),
  }
}
