import type { BenchPerson } from './bench-github.js'

type Change = (person: BenchPerson, day: number) => void

/** What happens to people at GitHub, each as often as the others. */
const changes: readonly Change[] = [
  (person, day) => Object.assign(person, { name: `${person.login} of day ${day}` }),
  (person, day) => Object.assign(person, { login: `renamed${person.id}on${day}` }),
  (person, day) => Object.assign(person, { email: `day${day}.${person.id}@example.com` }),
  (person) => Object.assign(person, { teams: person.teams.length > 0 ? [] : ['core'] }),
  (person) => Object.assign(person, { organisations: [] }),
]

/** Changes a share of the people, other ones each day. */
export function changePeople(people: readonly BenchPerson[], day: number, share: number): number {
  const step = Math.round(1 / share)
  const chosen = people.filter((_, index) => index % step === day % step)
  for (const [index, person] of chosen.entries()) changes[index % changes.length]?.(person, day)
  return chosen.length
}
