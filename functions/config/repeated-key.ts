const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/** Whether an object in a text of JSON names a key twice. `JSON.parse` lets the last one win, and others the first. */
export function hasRepeatedKey(json: string): boolean {
  const open: Set<unknown>[] = []
  let before = ''
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set())
    if (token === '}' || token === ']') open.pop()
    // A colon that is in no text stands behind a key, which may be spelt in several ways.
    if (token === ':' && isAmong(open.at(-1), JSON.parse(before))) return true
    before = token
  }
  return false
}

function isAmong(keys: Set<unknown> | undefined, key: unknown): boolean {
  const isThere = keys?.has(key) ?? false
  keys?.add(key)
  return isThere
}
