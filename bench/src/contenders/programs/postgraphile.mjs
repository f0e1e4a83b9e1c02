import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'

/** PostGraphile 4 on the database that `BENCH_DATABASE_URL` names; who asks is set for each request, as is usual. */
const server = createServer(
  postgraphile(process.env.BENCH_DATABASE_URL, 'public', {
    graphiql: false,
    disableQueryLog: true,
    pgSettings: async () => ({ 'jwt.claims.user_id': '1' }),
  }),
)
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}/graphql`
  process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)
})
process.on('SIGTERM', () => process.exit())
