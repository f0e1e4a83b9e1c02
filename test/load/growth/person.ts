import type { Database } from '../../../engine/src/index.js'
import { firstId } from './fill-database.js'

/** Somebody in use of the filled database, whom one run of one operation is about. */
export interface Person {
  id: string
  login: string
  /** In the line of those who are measured, from 0. */
  place: number
  /** Two sessions, of which tokens 2 and 3 may come. */
  sessions: [string, string]
}

/** As many people as can be had, spread over all: each has a token and two live sessions, and nobody waits for them. */
export async function readPeople(database: Database, people: number): Promise<Person[]> {
  const ids = Array.from({ length: 400 }, (_, index) => {
    const [five, isSecond] = [Math.floor((Math.floor(index / 2) * people) / 1000), index % 2]
    return String(firstId + 5 * five + (isSecond ? 4 : 2))
  })
  const { rows } = await database.query<{ id: string; login: string; one: string; other: string }>(
    `select users.id, login, min(sessions.id::text) as one, max(sessions.id::text) as other
     from users join sessions on user_id = users.id where users.id = any ($1) group by users.id order by users.id`,
    [ids],
  )
  return rows.map(({ id, login, one, other }, place) => ({ id, login, place, sessions: [one, other] }))
}
