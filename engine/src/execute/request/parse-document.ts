import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql'
import { HasuraError } from '../../errors.js'
import { RecentMap } from '../recent-map.js'
import { MAX_NESTING } from './max-nesting.js'

/** Some 2 MB; what reads a document takes time in proportion to it. */
const MAX_TOKENS = 200_000

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/** Clients send the same documents again and again; long ones are not kept. */
const documents = new RecentMap<string, DocumentNode>(500)
const LONGEST_KEPT = 20_000

/** @throws HasuraError when the text is not GraphQL, or more of it than anybody writes */
export function parseDocument(text: string): DocumentNode {
  const document = documents.get(text) ?? parseText(text)
  if (text.length <= LONGEST_KEPT) documents.set(text, document)
  return document
}

function parseText(text: string): DocumentNode {
  try {
    refuseHuge(text)
    return parse(text)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new HasuraError('validation-failed', 'not a valid graphql query', { path: '$.query', cause: error })
  }
}

/** Before the parser, which would run out of stack. Hasura has no such bounds, so the words are ours. */
function refuseHuge(text: string): void {
  const lexer = new Lexer(new Source(text))
  let tokens = 0
  let nesting = 0
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    tokens += 1
    if (OPENING.has(kind)) nesting += 1
    if (CLOSING.has(kind)) nesting -= 1
    if (tokens > MAX_TOKENS) throw tooLarge(`more than ${MAX_TOKENS} tokens`)
    if (nesting > MAX_NESTING) throw tooLarge(`nested more than ${MAX_NESTING} levels deep`)
  }
}

function tooLarge(reason: string): HasuraError {
  return new HasuraError('validation-failed', `the document is too large: ${reason}`, { path: '$.query' })
}
