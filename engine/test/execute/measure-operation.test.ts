import { type FieldNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { selectOperation } from '../../src/execute/request/select-operation.js'
import { fragmentsOf } from '../../src/execute/validate/fragments-of.js'
import { measureOperation } from '../../src/execute/validate/measure-operation.js'

function measure(text: string) {
  const document = parse(text)
  return measureOperation(selectOperation(document, null).selectionSet, fragmentsOf(document))
}

test.each([
  ['{ viewer { name } }', 1, 1],
  ['{ viewer { ... on User { name } } }', 1, 1],
  ['{ viewer { albums { title } } }', 2, 2],
  [
    `{ viewer { albums { ...info songs { ...info } } } }
     fragment info on Music { id title artists }`,
    3,
    3,
  ],
  ['{ author { name articles { id title } } homepage_entries { article_id } }', 2, 3],
  ['{ ...a ...a } fragment a on Query { author { name } }', 1, 2],
  ['{ __schema { types { name } } author { name } }', 1, 3],
  ['{ __typename }', 0, 0],
])('%s has depth %i and %i nodes, as in the documentation of API limits', (text, depth, nodes) => {
  expect(measure(text)).toMatchObject({ depth, nodes })
})

test('each fragment is looked at once, however often it is spread', () => {
  const links = Array.from({ length: 12 }, (_, index) => {
    return `fragment F${index} on T { ...F${index + 1} ...F${index + 1} }`
  })
  const document = parse(`{ ...F0 } ${links.join(' ')} fragment F12 on T { last }`)
  const fragments = fragmentsOf(document)
  let visits = 0
  for (const { selectionSet } of fragments.values()) {
    const [first] = selectionSet.selections
    Object.defineProperty(selectionSet, 'selections', {
      get: () => {
        visits += 1
        return first?.kind === 'Field' ? [first satisfies FieldNode] : [first, first]
      },
    })
  }
  const { selections } = measureOperation(selectOperation(document, null).selectionSet, fragments)
  expect({ visits, selections }).toEqual({ visits: 13, selections: 3 * 2 ** 12 - 1 })
})
