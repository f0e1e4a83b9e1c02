import { readFileSync } from 'node:fs'

/** Our functions as they are deployed, found by the path: `BENCH_FUNCTIONS` is the folder of a build. */
const folder = process.env.BENCH_FUNCTIONS
const loaded = new Map()
delete process.env.BENCH_FUNCTIONS

export async function handle(request) {
  const { pathname } = new URL(request.url)
  const module = loaded.get(pathname) ?? (await load(pathname))
  return module[request.method](request)
}

async function load(pathname) {
  const place = `${folder}${pathname}.func`
  const { handler } = JSON.parse(readFileSync(`${place}/.vc-config.json`, 'utf8'))
  const module = await import(`${place}/${handler}`)
  loaded.set(pathname, module)
  return module
}
