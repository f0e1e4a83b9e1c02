import { buildASTSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { fences } from './support/markdown.js'
import { markdownFiles, readText } from './support/repository.js'

/** The Actions as one schema: Hasura writes one `type Mutation` per Action, which GraphQL allows as `extend`. */
function actionsSchema() {
  const actions = readText('hasura/metadata/actions.graphql').replaceAll(
    'type Mutation',
    'extend type Mutation',
  )
  const types = 'scalar timestamptz scalar uuid type Query { none: Boolean } type Mutation { none: Boolean }'
  return buildASTSchema(parse(`${types}\n${actions}`))
}

const documents = markdownFiles().flatMap((file) =>
  fences(readText(file), 'graphql').map((document) => ({ file, document })),
)

describe('GraphQL in the documentation', () => {
  const schema = actionsSchema()

  test('is there', () => {
    expect(documents.length).toBeGreaterThan(3)
  })

  test.each(documents)('fits the Actions ($file)', ({ document }) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([])
  })
})
