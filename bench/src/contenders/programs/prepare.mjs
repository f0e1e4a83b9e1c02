/** Prints the cookie of somebody who is signed in with a contender, and what the contender keeps of them. */
const { handle, memoryAsText, sessionCookie } = await import(`./${process.argv[2]}`)
const cookie = await sessionCookie()
const response = await handle(new Request(process.argv[3], { headers: { cookie } }))
if (!(await response.text()).includes('Ada')) throw new Error('the cookie is not taken')
process.stdout.write(`${JSON.stringify({ cookie, memory: memoryAsText?.() ?? '' })}\n`)
process.exit()
