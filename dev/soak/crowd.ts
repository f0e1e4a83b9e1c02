import { type Person, person } from '../github/people.js'

/** So many people, of whom GitHub knows nothing but their names and addresses. */
export function crowd(size: number): Person[] {
  return Array.from({ length: size }, (_, index) =>
    person(3_000_000 + index, `visitor${index}`, `Visitor ${index}`, `visitor${index}@example.com`),
  )
}
