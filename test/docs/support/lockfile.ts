import { z } from 'zod'
import { readText } from './repository.js'

const entry = z.looseObject({
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
})
const lockfile = z.object({ lockfileVersion: z.number(), packages: z.record(z.string(), entry) })

interface LockedPackage extends z.output<typeof entry> {
  name: string
}

/** The installed packages of package-lock.json, every copy of them; our own, and the links to them, are none. */
export function lockedPackages(): LockedPackage[] {
  const { packages } = lockfile.parse(JSON.parse(readText('package-lock.json')))
  return Object.entries(packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
    .map(([path, locked]) => ({ ...locked, name: path.slice(path.lastIndexOf('node_modules/') + 13) }))
}
