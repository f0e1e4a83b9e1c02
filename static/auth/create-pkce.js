// @ts-check

const verifierBytes = 32

/**
 * A fresh verifier and its S256 challenge.
 *
 * @see RFC 7636 section 4
 */
export async function createPkce() {
  const codeVerifier = base64url(crypto.getRandomValues(new Uint8Array(verifierBytes)))
  return { codeVerifier, codeChallenge: await challengeOf(codeVerifier) }
}

/** @param {string} codeVerifier */
export async function challengeOf(codeVerifier) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))
  return base64url(new Uint8Array(digest))
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
