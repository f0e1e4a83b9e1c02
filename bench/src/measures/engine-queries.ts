import { requireGraphql } from '../../../dev/demo/graphql-client.js'
import { type BlogQuery, blogQueries } from '../contenders/blog-queries.js'
import { formatNumber } from '../report/format-number.js'
import type { Section } from '../report/section.js'
import { spreadOf } from '../report/statistics.js'
import { type Databases, withDatabases } from '../world/databases.js'
import { type GraphqlServer, startGraphqlServers } from '../world/graphql-servers.js'
import { keepClosing } from '../world/keep-closing.js'
import { watchWorkBehind } from '../world/work-behind.js'
import type { MeasureContext } from './measure.js'

/** What the engine costs for a query of each kind beside PostGraphile 4, on the same tables of one server. */
export function measureEngine(context: MeasureContext): Promise<Section> {
  return withDatabases(async (databases) => {
    if (!databases)
      return {
        ratios: [],
        tables: [],
        notes: ['There is no PostgreSQL here, which PostGraphile needs: left out.'],
      }
    const costs = await measureQueries(databases, context)
    return {
      ratios: costs.map(({ name, goal, ours, theirs }) => ({
        what: `engine, ${name}`,
        against: 'PostGraphile 4',
        ratio: (ours.own + ours.database) / (theirs.own + theirs.database),
        on: `Node ${process.versions.node}`,
        ...(goal !== undefined && { goal }),
      })),
      tables: [
        {
          title: 'CPU ms of one query: server, database, together',
          head: ['query', 'engine', 'its database', 'together', 'PostGraphile', 'its database', 'together'],
          rows: costs.map(({ name, ours, theirs }) => [name, ...cellsOf(ours), ...cellsOf(theirs)]),
        },
      ],
      notes: [
        `Over HTTP on loopback, one after the other, as a role with a session; ${databases.version}. Medians of the rounds.`,
      ],
    }
  })
}

interface Cost {
  own: number
  database: number
}

const cellsOf = ({ own, database }: Cost) => [own, database, own + database].map(formatNumber)

function measureQueries(databases: Databases, { rounds, say }: MeasureContext) {
  return keepClosing(async (keep) => {
    const servers = await startGraphqlServers(databases, keep)
    for (const query of blogQueries) {
      await askOften(servers.ours, query.ours, query)
      await askOften(servers.theirs, query.postgraphile, query)
    }
    const watch = await watchWorkBehind([databases.pid, servers.ours.pid, servers.theirs.pid])
    const measureTurn = async (server: GraphqlServer, document: string, query: BlogQuery): Promise<Cost> => {
      const [own, database] = [watch([server.pid]), watch([databases.pid])]
      await askOften(server, document, query)
      return { own: (own() * 1000) / query.times, database: (database() * 1000) / query.times }
    }
    const costs = []
    for (const query of blogQueries) {
      const turns = { ours: [] as Cost[], theirs: [] as Cost[] }
      for (let round = 0; round < rounds; round += 1) {
        say(`${query.name}: round ${round + 1} of ${rounds}`)
        turns.ours.push(await measureTurn(servers.ours, query.ours, query))
        turns.theirs.push(await measureTurn(servers.theirs, query.postgraphile, query))
      }
      const { name, goal } = query
      costs.push({ name, goal, ours: medianOf(turns.ours), theirs: medianOf(turns.theirs) })
    }
    return costs
  })
}

async function askOften(
  { url, headers }: GraphqlServer,
  document: string,
  { times, variables }: BlogQuery,
): Promise<void> {
  for (let turn = 0; turn < times; turn += 1)
    await requireGraphql(url, { query: document, variables, headers })
}

function medianOf(costs: readonly Cost[]): Cost {
  const median = (part: keyof Cost) => spreadOf(costs.map((cost) => cost[part])).median
  return { own: median('own'), database: median('database') }
}
