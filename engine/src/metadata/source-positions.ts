export interface Position {
  file: string
  line: number
}

/** A path from the root of the metadata: `['sources', 0, 'tables', 2]`. */
export type MetadataPath = readonly PropertyKey[]

interface Marks {
  self: Position
  children: Map<string, Position>
}

/**
 * Remembers where each object and list of the metadata was written.
 *
 * Positions hang on the values themselves, so that `!include` needs no bookkeeping: a value from another
 * file keeps its own file name wherever it is placed.
 */
export class SourcePositions {
  readonly #marks = new WeakMap<object, Marks>()

  mark(value: object, self: Position, children: ReadonlyMap<string, Position> = new Map()): void {
    this.#marks.set(value, { self, children: new Map(children) })
  }

  /** Gives `copy`, which was made of `original`, the same positions. */
  inherit(copy: object, original: unknown): void {
    const marks = typeof original === 'object' && original !== null ? this.#marks.get(original) : undefined
    if (marks) this.#marks.set(copy, marks)
  }

  of(value: object): Position | undefined {
    return this.#marks.get(value)?.self
  }

  /** The nearest known position of what `path` leads to, coming from `root`. */
  locate(root: unknown, path: MetadataPath): Position | undefined {
    let value: unknown = root
    let nearest: Position | undefined
    for (const key of [...path, undefined]) {
      if (typeof value !== 'object' || value === null) return nearest
      const marks = this.#marks.get(value)
      nearest = marks?.self ?? nearest
      if (key === undefined) return nearest
      nearest = marks?.children.get(String(key)) ?? nearest
      value = Reflect.get(value, key)
    }
    return nearest
  }
}
