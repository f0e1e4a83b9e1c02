interface Closing {
  close(): Promise<void>
}

export type Keep = <Started extends Closing>(starting: Promise<Started>) => Promise<Started>

/** Lends a way to keep what was started to some work, and closes all of it afterwards, the last first. */
export async function keepClosing<Result>(work: (keep: Keep) => Promise<Result>): Promise<Result> {
  const running: Closing[] = []
  try {
    return await work(async (starting) => {
      const started = await starting
      running.unshift(started)
      return started
    })
  } finally {
    for (const part of running) await part.close()
  }
}
