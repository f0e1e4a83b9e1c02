/** Whether a process is there. One that has ended is, too, until its parent has taken note of it. */
export function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process cannot be signalled, but it is there.
    return error.code === 'EPERM'
  }
}
