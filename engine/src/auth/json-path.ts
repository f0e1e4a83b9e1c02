type JsonPath = readonly (string | number)[]

const STEP = /\.([A-Za-z_][A-Za-z0-9_-]*)|\.?\[(\d+)\]|\.?\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y

/**
 * Reads the small JSONPath of Hasura's JWT configuration: `$`, `$.a.b`, `$.a[0]`, `$['a b']`,
 * `$.['a b']`; the `$` may be left out.
 *
 * @throws Error when the text is no such path
 */
export function parseJsonPath(text: string): JsonPath {
  const rest = text.startsWith('$') ? text.slice(1) : /^[.[]/.test(text) ? text : `.${text}`
  const path: (string | number)[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < rest.length) {
    const match = STEP.exec(rest)
    if (match === null) throw new Error(`invalid JSON path: ${text}`)
    const [, name, index, single, double] = match
    path.push(index === undefined ? (name ?? unescapeQuoted(single ?? double ?? '')) : Number(index))
  }
  return path
}

function unescapeQuoted(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

/** What the path leads to, or `undefined`. */
export function followJsonPath(root: unknown, path: JsonPath): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    if (Array.isArray(value) !== (typeof step === 'number')) return undefined
    value = Reflect.get(value, step)
  }
  return value
}

/** The path in Hasura's spelling, for messages. */
export function printJsonPath(path: JsonPath): string {
  const steps = path.map((step) =>
    typeof step === 'number'
      ? `[${step}]`
      : /^[A-Za-z_][A-Za-z0-9_]*$/.test(step)
        ? `.${step}`
        : `['${step}']`,
  )
  return `$${steps.join('')}`
}
