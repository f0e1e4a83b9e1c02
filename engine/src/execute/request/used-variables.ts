import { type ASTNode, type OperationDefinitionNode, visit } from 'graphql'
import type { Fragments } from '../validate/fragments-of.js'

/** The variables that an operation uses, in its own selections and in those of its fragments. */
export function usedVariables(operation: OperationDefinitionNode, fragments: Fragments): ReadonlySet<string> {
  const used = new Set<string>()
  const followed = new Set<string>()
  const follow = (root: ASTNode): void => {
    visit(root, {
      // Where a variable is declared it is not used.
      VariableDefinition: () => false,
      Variable: ({ name }) => {
        used.add(name.value)
      },
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value)
        if (!fragment || followed.has(name.value)) return
        followed.add(name.value)
        follow(fragment)
      },
    })
  }
  follow(operation)
  return used
}
