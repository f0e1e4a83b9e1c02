const command =
  /^(openssl|node|npx|npm|head|tail|cat|echo|printf|dd|python3?|ruby|perl|pwgen|uuidgen)\s|\/dev\/u?random/
// Only at the beginning and only whole: a random value must not look like one by chance.
const reference =
  /^(\$\(\s*([a-z]{2,}\b|…|\.)|\$\{+\s*[\w.-]+[^}]*\}|\{\{\s*[\w.-]+\s*\}\}|process\.env\b|(\$[A-Z_][A-Z\d_]*|\$[a-z_]+|%[A-Z_][A-Z\d_]*%)$)/
const publicKey = /-----BEGIN ([A-Z\d]+ )?(PUBLIC KEY|CERTIFICATE)|^ssh-(rsa|ed25519) /

/** Why everybody may know a text that stands where a secret belongs; undefined when nothing tells so. */
export function publicText(value: string): string | undefined {
  if (command.test(value) || reference.test(value))
    return 'is a command or the name of a value, which nothing fills in here: put the value itself'
  return publicKey.test(value) ? 'is a public key or a certificate, which is no secret' : undefined
}
