/**
 * A new process up to its first answer: `launch.mjs <contender> <request as JSON>`. Without a request it loads the
 * contender only; `nothing` is an empty process.
 */
const [, , contender, request] = process.argv
const loaded = contender === 'nothing' ? undefined : await import(contender)
const answered = request && (await answer(JSON.parse(request)))
const { user, system } = process.cpuUsage()
process.stdout.write(`${JSON.stringify({ cpuMicros: user + system, ...answered })}\n`)
process.exit()

async function answer({ url, method = 'GET', headers = {}, body }) {
  const given = new Request(url, { method, headers, ...(body !== undefined && { body }) })
  const handle = loaded.handle ?? loaded[method] ?? loaded.default?.fetch
  const response = await handle(given)
  return { status: response.status, body: await response.text() }
}
