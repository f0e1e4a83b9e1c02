import { isRunning } from './is-running.mjs'

/**
 * Loaded before a program (`node --import`): ends it when its parent is gone. A shell between npm and the program
 * may end without telling it, and whoever is killed tells nobody.
 *
 * The program hears of it by the event with which Node itself tells of a lost parent, `disconnect`; one that does not
 * listen gets SIGTERM. `?parent=<pid>` is for a starter that may be gone before this is loaded.
 */
const betweenLooksMs = 200

const parent = Number(new URL(import.meta.url).searchParams.get('parent') ?? process.ppid)

const watch = setInterval(() => {
  // Windows keeps the number of a parent that has ended.
  if (process.ppid === parent && isRunning(parent)) return
  clearInterval(watch)
  if (!process.emit('disconnect')) process.kill(process.pid, 'SIGTERM')
}, betweenLooksMs)
watch.unref()
