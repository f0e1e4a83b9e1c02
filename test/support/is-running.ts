/** Whether a process is there. One that has ended is, too, until its parent has taken note of it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
