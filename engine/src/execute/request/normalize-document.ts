import { type DocumentNode, Kind, print, type SelectionNode, visit } from 'graphql'
import { isShorthand } from '../../metadata/is-shorthand.js'

/**
 * The text that documents share which Hasura's allow list does not tell apart (Hasura.RQL.Types.Allowlist): clients add
 * `__typename` on their own, and order counts except where GraphQL has names. What an inline fragment holds stays as it is.
 */
export function normalizeDocument(document: DocumentNode): string {
  let inlineDepth = 0
  const normal = visit(document, {
    InlineFragment: {
      enter() {
        inlineDepth++
      },
      leave() {
        inlineDepth--
      },
    },
    SelectionSet: (node) =>
      inlineDepth > 0 ? undefined : { ...node, selections: node.selections.filter(isOwn) },
    Field: (node) => ({ ...node, arguments: byName(node.arguments) }),
    Directive: (node) => ({ ...node, arguments: byName(node.arguments) }),
    ObjectValue: (node) => ({ ...node, fields: byName(node.fields) }),
    StringValue: (node) => ({ ...node, block: false }),
  })
  return normal.definitions.map((node) => `${kindOf(node)} ${print(node)}`).join('\n')
}

function isOwn(selection: SelectionNode): boolean {
  return selection.kind !== Kind.FIELD || selection.name.value !== '__typename'
}

function byName<Named extends { name: { value: string } }>(nodes: readonly Named[] = []): Named[] {
  return [...nodes].sort(({ name: a }, { name: b }) => (a.value < b.value ? -1 : 1))
}

/** Printed, both ways to write a query look alike. */
function kindOf(node: DocumentNode['definitions'][number]): string {
  return node.kind === Kind.OPERATION_DEFINITION && isShorthand(node) ? 'shorthand' : 'typed'
}
