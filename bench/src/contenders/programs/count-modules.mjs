import { Module, register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { statSync } from 'node:fs'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'

/** What launch.mjs does, with the files that were loaded counted: `count-modules.mjs <contender> <request as JSON>`. */
const { port1, port2 } = new MessageChannel()
register('./note-modules.mjs', import.meta.url, { data: { port: port2 }, transferList: [port2] })
port1.unref()

const [, , contender, request] = process.argv
const loaded = await import(contender)
const { url, method = 'GET', headers = {}, body } = JSON.parse(request)
const handle = loaded.handle ?? loaded[method] ?? loaded.default?.fetch
const response = await handle(new Request(url, { method, headers, ...(body !== undefined && { body }) }))
await response.text()

const files = new Set(Object.keys(Module._cache))
for (;;) {
  const noted = receiveMessageOnPort(port1)
  if (!noted) break
  files.add(fileURLToPath(noted.message))
}
// The bench's own adapters of a contender are no modules of it.
const here = fileURLToPath(new URL('.', import.meta.url))
for (const file of files) if (file.startsWith(here)) files.delete(file)
const bytes = [...files].reduce((sum, file) => sum + statSync(file).size, 0)
process.stdout.write(`${JSON.stringify({ modules: files.size, bytes })}\n`)
process.exit()
