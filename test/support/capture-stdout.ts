/** Keeps what functions log out of the test report. */
export function captureStdout(): { lines: string[]; release(): void } {
  const lines: string[] = []
  const { write } = process.stdout
  process.stdout.write = (chunk: string | Uint8Array) => {
    lines.push(...String(chunk).split('\n').filter(Boolean))
    return true
  }
  return {
    lines,
    release: () => {
      process.stdout.write = write
    },
  }
}
