/** Handles what comes by IPC with the contender that it was started with, and says what it cost. Ends with its parent. */
const { handle } = await import(`./${process.argv[2]}`)

process.on('message', (asked) => {
  answer(asked).then(
    (reply) => process.send({ reply }),
    (error) => process.send({ failed: String(error?.stack ?? error) }),
  )
})
process.on('disconnect', () => process.exit())
process.send({ ready: true })

async function answer({ url, method = 'GET', headers = {}, body, times = 1 }) {
  const before = process.cpuUsage()
  let response
  let text
  for (let turn = 0; turn < times; turn += 1) {
    response = await handle(new Request(url, { method, headers, ...(body !== undefined && { body }) }))
    text = await response.text()
  }
  const { user, system } = process.cpuUsage(before)
  return {
    status: response.status,
    location: response.headers.get('location'),
    setCookies: response.headers.getSetCookie(),
    body: text,
    cpuMicros: user + system,
  }
}
