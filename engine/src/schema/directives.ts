import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLInt, GraphQLNonNull } from 'graphql'

/** `@include` and `@skip`, in Hasura's words. */
function inclusion(name: string, description: string): GraphQLDirective {
  return new GraphQLDirective({
    name,
    description,
    locations: [
      DirectiveLocation.FIELD,
      DirectiveLocation.FRAGMENT_SPREAD,
      DirectiveLocation.INLINE_FRAGMENT,
    ],
    args: { if: { type: new GraphQLNonNull(GraphQLBoolean) } },
  })
}

/** Belongs to Hasura's cloud; here it is known and changes nothing. */
const CACHED = new GraphQLDirective({
  name: 'cached',
  description: 'whether this query should be cached (Hasura Cloud only)',
  locations: [DirectiveLocation.QUERY],
  args: {
    ttl: { type: new GraphQLNonNull(GraphQLInt), description: 'measured in seconds', defaultValue: 60 },
    refresh: {
      type: new GraphQLNonNull(GraphQLBoolean),
      description: 'refresh the cache entry',
      defaultValue: false,
    },
  },
})

/** Every directive that a request may use, in the order that introspection shows. */
export const DIRECTIVES: readonly GraphQLDirective[] = [
  inclusion('include', 'whether this query should be included'),
  inclusion('skip', 'whether this query should be skipped'),
  CACHED,
]
