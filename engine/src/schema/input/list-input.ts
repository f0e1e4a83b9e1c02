import { GraphQLList } from 'graphql'
import { isNull, listItems } from './given-parts.js'
import type { Input } from './input.js'
import type { Slot } from './slot.js'
import { validationError } from './validation-error.js'

/** A list; where GraphQL takes one, a single value is a list of one. */
export function listInput<Item>(item: Slot<Item>): Input<Item[]> {
  return {
    type: new GraphQLList(item.type),
    read: (given, { path, variables }) => {
      if (isNull(given)) throw validationError(path, 'expected a list, but found null')
      return (listItems(given) ?? [given]).map((one, index) =>
        item.read(one, { path: `${path}[${index}]`, variables }),
      )
    },
  }
}
