// @ts-check
import { copyButton } from '../dom/copy-button.js'
import { facts } from '../dom/facts.js'
import { find } from '../dom/find.js'
import { highlightJson } from '../json/highlight-json.js'
import { claimFacts } from '../token/claim-facts.js'
import { decodeToken } from '../token/decode-token.js'
import { mask } from '../token/mask.js'

/**
 * What the access token says. The token itself is shown masked and copied from memory.
 *
 * @param {string} accessToken
 * @param {() => string} read
 */
export function showToken(accessToken, read) {
  const decoded = decodeToken(accessToken)
  find('#token-masked', HTMLElement).textContent = mask(accessToken)
  find('#token-copy', HTMLElement).replaceChildren(copyButton('access token', read))
  const pairs = claimFacts(decoded?.payload ?? {})
  find('#claims', HTMLElement).replaceChildren(
    ...facts(pairs.length > 0 ? pairs : [['Claims', 'This token has no Hasura claims.']]),
  )
  find('#payload', HTMLElement).replaceChildren(highlightJson(decoded ?? {}))
  find('#token', HTMLElement).removeAttribute('aria-busy')
}
