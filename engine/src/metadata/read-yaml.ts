import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import {
  collectProblems,
  MetadataError,
  type MetadataProblem,
  type WarnOfMetadata,
} from './metadata-error.js'
import type { Position, SourcePositions } from './source-positions.js'

const INCLUDE = '!include '

export interface YamlReader {
  /** The metadata folder; positions name files relative to it. */
  root: string
  positions: SourcePositions
  /** Every file that was read. */
  files: Set<string>
  /** Gets what is wrong with included files, which then read as empty lists. */
  problems: MetadataProblem[]
  warn: WarnOfMetadata
}

/**
 * Reads one YAML file of a metadata folder with everything that it includes.
 *
 * An include is the plain string `"!include other.yaml"` that the Hasura CLI writes, or the tag of that name,
 * and is relative to the file that holds it. A missing or empty file reads as `undefined`.
 *
 * @throws MetadataError when the file itself is not YAML
 */
export function readYaml(reader: YamlReader, file: string, includedFrom: readonly string[] = []): unknown {
  if (!existsSync(file)) return undefined
  reader.files.add(file)
  const lines = new LineCounter()
  const shownFile = relative(reader.root, file)
  const document = parseDocument(readFileSync(file, 'utf8'), {
    lineCounter: lines,
    customTags: [{ tag: '!include', resolve: (text: string) => INCLUDE + text }],
  })
  if (document.errors.length > 0) {
    throw new MetadataError(
      document.errors.map(({ linePos, message }) => ({
        file: shownFile,
        line: linePos?.[0].line ?? 1,
        message: message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message,
      })),
    )
  }
  const positionOf = (node: Node): Position => ({
    file: shownFile,
    line: lines.linePos(node.range?.[0] ?? 0).line,
  })
  const opened = [...includedFrom, file]

  function include(text: string, node: Node): unknown {
    const target = resolve(dirname(file), text.slice(INCLUDE.length).trim())
    const isAbsent = !existsSync(target)
    if (!isAbsent && !opened.includes(target))
      return collectProblems(reader.problems, () => readYaml(reader, target, opened)) ?? []
    const message = isAbsent
      ? `included file not found: ${text.slice(INCLUDE.length)}`
      : 'this file includes itself'
    reader.problems.push({ ...positionOf(node), message })
    return []
  }

  function toValue(node: unknown): unknown {
    if (isAlias(node)) return toValue(node.resolve(document))
    if (isScalar(node)) {
      const { value } = node
      return typeof value === 'string' && value.startsWith(INCLUDE) ? include(value, node) : value
    }
    if (isSeq(node)) {
      const list = node.items.map(toValue)
      reader.positions.mark(list, positionOf(node), childPositions(node.items.entries()))
      return list
    }
    if (!isMap(node)) return null
    const entries = node.items
      .filter((pair) => !isMergeKey(pair.key))
      .map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair] as const)
    const object = {
      ...mergedInto(node),
      ...Object.fromEntries(entries.map(([key, pair]) => [key, toValue(pair.value)])),
    }
    reader.positions.mark(
      object,
      positionOf(node),
      childPositions(entries.map(([key, pair]) => [key, pair.key] as const)),
    )
    return object
  }

  /** What `<<: *other` brings in, of which the map's own keys and the maps named first win. */
  function mergedInto(node: YAMLMap): object {
    const sources = node.items.filter((pair) => isMergeKey(pair.key)).map((pair) => toValue(pair.value))
    return Object.assign({}, ...sources.flat().reverse())
  }

  function childPositions(children: Iterable<readonly [PropertyKey, unknown]>): Map<string, Position> {
    const positions = new Map<string, Position>()
    for (const [key, node] of children) {
      if (isScalar(node) || isMap(node) || isSeq(node)) positions.set(String(key), positionOf(node))
    }
    return positions
  }

  return document.contents === null ? undefined : toValue(document.contents)
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
}
