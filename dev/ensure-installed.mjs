/**
 * Makes `npm start` and `npm test` each one command on a fresh clone: installs what package-lock.json names unless it is
 * there already. Plain JavaScript on purpose: it runs before anything is installed. And this file is old JavaScript that
 * imports nothing before its check, so that a Node from before optional chaining can read it and say what is wrong.
 */
const oldest = [20, 19]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
  import('./install/ensure-installed.mjs').then(({ ensureInstalled }) => ensureInstalled())
} else {
  process.stderr.write(
    `This needs Node ${oldest.join('.')} or newer; here is Node ${process.versions.node}.\n`,
  )
  process.exitCode = 1
}
