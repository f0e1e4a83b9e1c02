import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listFiles } from '../host/list-files.js'

interface FunctionSize {
  name: string
  files: number
  bytes: number
}

/** What each built function ships. */
export async function functionSizes(output: string): Promise<FunctionSize[]> {
  const sizes = new Map<string, FunctionSize>()
  for (const file of await listFiles(`${output}/functions`)) {
    const name = file.slice(0, file.indexOf('.func/'))
    const size = sizes.get(name) ?? { name, files: 0, bytes: 0 }
    size.files += 1
    size.bytes += (await stat(join(output, 'functions', file))).size
    sizes.set(name, size)
  }
  return [...sizes.values()]
}
