interface HeldLines {
  log: (line: string) => void
  /** Writes what was held, and everything from now on at once. */
  release(): void
}

/** Keeps log lines back while something else is being shown, so that they do not run into it. */
export function holdLines(write: (line: string) => void): HeldLines {
  const held: string[] = []
  let isHolding = true
  return {
    log: (line) => {
      if (isHolding) held.push(line)
      else write(line)
    },
    release: () => {
      isHolding = false
      for (const line of held.splice(0)) write(line)
    },
  }
}
