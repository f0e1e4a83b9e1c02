import { z } from 'zod'
import { readText } from './repository.js'

const entry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
})
const lockfile = z.object({ lockfileVersion: z.number(), packages: z.record(z.string(), entry) })

export interface LockedPackage extends z.output<typeof entry> {
  name: string
}

/** The packages of package-lock.json, every copy of them. */
export function lockedPackages(): LockedPackage[] {
  const { packages } = lockfile.parse(JSON.parse(readText('package-lock.json')))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({ ...locked, name: path.slice(path.lastIndexOf('node_modules/') + 13) }))
}
