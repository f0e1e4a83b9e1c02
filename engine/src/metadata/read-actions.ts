import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { MetadataError, type MetadataProblem } from './metadata-error.js'
import { type ActionsSdl, parseActionsSdl, type SdlField, type SdlType } from './parse-actions-sdl.js'
import { readYaml, type YamlReader } from './read-yaml.js'

const namedEntries = z.array(z.looseObject({ name: z.string() })).nullish()
const typeKinds = z.looseObject({
  enums: namedEntries,
  input_objects: namedEntries,
  objects: namedEntries,
  scalars: namedEntries,
})

/** `actions.yaml` as far as it must be understood to join it with `actions.graphql`. */
const actionsFile = z.looseObject({
  actions: z.array(z.looseObject({ name: z.string(), definition: z.looseObject({}).optional() })).nullish(),
  custom_types: typeKinds.nullish(),
})

type ActionsFile = z.output<typeof actionsFile>
type NamedEntry = { name: string; [key: string]: unknown }

/**
 * Joins `actions.yaml` and `actions.graphql` the way the Hasura CLI does: the SDL says what exists, with
 * which arguments and types; the YAML adds handlers, headers, permissions, descriptions and relationships.
 *
 * @throws MetadataError for an entry of the YAML that the SDL lacks, or the other way round
 */
export function readActions(reader: YamlReader): { actions: unknown[]; custom_types: object } {
  const sdlFile = 'actions.graphql'
  const sdlPath = join(reader.root, sdlFile)
  reader.files.add(sdlPath)
  const sdl = parseActionsSdl(existsSync(sdlPath) ? readFileSync(sdlPath, 'utf8') : '', sdlFile)
  const raw = readYaml(reader, join(reader.root, 'actions.yaml')) ?? {}
  const parsed = actionsFile.safeParse(raw)
  if (!parsed.success) {
    throw new MetadataError(
      parsed.error.issues.map((issue) => ({
        ...(reader.positions.locate(raw, issue.path) ?? { file: 'actions.yaml', line: 1 }),
        message: `${issue.path.join('.')}: ${issue.message}`,
      })),
    )
  }
  warnOfOthers(reader, raw, [], actionsFile)
  warnOfOthers(reader, raw, ['custom_types'], typeKinds)
  const joined = new ActionsJoin(reader, raw, parsed.data, sdl)
  const result = { actions: joined.actions(), custom_types: joined.customTypes() }
  if (joined.problems.length > 0) throw new MetadataError(joined.problems)
  return result
}

/** The join takes only what it knows, so nobody else would see what stands beside it. */
function warnOfOthers(reader: YamlReader, raw: unknown, path: readonly string[], known: z.ZodObject): void {
  const value = path.reduce<unknown>((parent, key) => Reflect.get(Object(parent), key), raw)
  for (const key of Object.keys(value ?? {}).filter((name) => !(name in known.shape))) {
    const position = reader.positions.locate(raw, [...path, key]) ?? { file: 'actions.yaml', line: 1 }
    reader.warn({
      ...position,
      message: `${path.join('.') || 'actions.yaml'}: unknown key "${key}", ignored as in Hasura`,
    })
  }
}

class ActionsJoin {
  readonly problems: MetadataProblem[] = []
  readonly #reader: YamlReader
  readonly #raw: unknown
  readonly #file: ActionsFile
  readonly #sdl: ActionsSdl

  constructor(reader: YamlReader, raw: unknown, file: ActionsFile, sdl: ActionsSdl) {
    this.#reader = reader
    this.#raw = raw
    this.#file = file
    this.#sdl = sdl
  }

  actions(): unknown[] {
    const written = this.#file.actions ?? []
    const declared = [
      ...this.#sdl.queries.map((field) => ({ field, type: 'query' })),
      ...this.#sdl.mutations.map((field) => ({ field, type: 'mutation' })),
    ]
    for (const { field } of declared) {
      if (!written.some(({ name }) => name === field.name)) {
        this.problems.push({
          ...field.position,
          message: `action "${field.name}" is missing in actions.yaml`,
        })
      }
    }
    return written.map((entry, index) => {
      const path = ['actions', index]
      const match = declared.find(({ field }) => field.name === entry.name)
      if (!match) this.#report(path, `action "${entry.name}" is missing in actions.graphql`)
      const definition = {
        ...entry.definition,
        ...(match && {
          type: match.type,
          arguments: match.field.arguments,
          output_type: match.field.type,
        }),
      }
      this.#keepPosition(definition, [...path, 'definition'])
      const action = {
        ...entry,
        definition,
        ...(match?.field.description && !entry['comment'] && { comment: match.field.description }),
      }
      this.#keepPosition(action, path)
      return action
    })
  }

  customTypes(): object {
    return {
      scalars: this.#join('scalars', this.#sdl.scalars, () => ({})),
      enums: this.#join('enums', this.#sdl.enums, ({ values }) => ({ values })),
      input_objects: this.#join('input_objects', this.#sdl.inputObjects, ({ fields }) => ({
        fields: fields.map(toInputField),
      })),
      objects: this.#join('objects', this.#sdl.objects, ({ fields }) => ({
        fields: fields.map(toOutputField),
      })),
    }
  }

  #join<Declared extends SdlType>(
    kind: 'scalars' | 'enums' | 'input_objects' | 'objects',
    declared: readonly Declared[],
    body: (type: Declared) => object,
  ): object[] {
    const written: readonly NamedEntry[] = this.#file.custom_types?.[kind] ?? []
    for (const [index, entry] of written.entries()) {
      if (!declared.some(({ name }) => name === entry.name)) {
        this.#report(['custom_types', kind, index], `type "${entry.name}" is missing in actions.graphql`)
      }
    }
    return declared.map((type) => {
      const entry = written.find(({ name }) => name === type.name)
      const described = type.description === undefined ? {} : { description: type.description }
      const joined = { name: type.name, ...described, ...entry, ...body(type) }
      const position = entry && this.#reader.positions.of(entry)
      this.#reader.positions.mark(joined, position ?? type.position)
      return joined
    })
  }

  /** The joined value reports problems where its YAML stands. */
  #keepPosition(value: object, path: readonly PropertyKey[]): void {
    const original = path.reduce<unknown>(
      (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
      this.#raw,
    )
    this.#reader.positions.inherit(value, original)
  }

  #report(path: readonly PropertyKey[], message: string): void {
    const position = this.#reader.positions.locate(this.#raw, path)
    this.problems.push({ ...(position ?? { file: 'actions.yaml', line: 1 }), message })
  }
}

function toInputField({ name, type, description }: SdlField): object {
  return { name, type, ...(description !== undefined && { description }) }
}

function toOutputField(field: SdlField): object {
  const args = field.arguments.length > 0 ? { arguments: field.arguments } : {}
  return { ...toInputField(field), ...args }
}
