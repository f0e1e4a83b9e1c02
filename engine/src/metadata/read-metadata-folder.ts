import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findUnusedFiles } from './find-unused-files.js'
import {
  collectProblems,
  MetadataError,
  type MetadataProblem,
  type WarnOfMetadata,
} from './metadata-error.js'
import { readActions } from './read-actions.js'
import { readYaml, type YamlReader } from './read-yaml.js'
import { SourcePositions } from './source-positions.js'

/** Metadata as one JSON document, and where its parts were written. */
export interface AssembledMetadata {
  json: unknown
  positions: SourcePositions
}

const SOURCES_FILE = join('databases', 'databases.yaml')

/** File → key of the assembled metadata, for the files whose content is taken as it is. */
const PLAIN_FILES = {
  remote_schemas: 'remote_schemas.yaml',
  query_collections: 'query_collections.yaml',
  allowlist: 'allow_list.yaml',
  rest_endpoints: 'rest_endpoints.yaml',
  inherited_roles: 'inherited_roles.yaml',
  cron_triggers: 'cron_triggers.yaml',
  graphql_schema_introspection: 'graphql_schema_introspection.yaml',
  api_limits: 'api_limits.yaml',
  backend_configs: 'backend_configs.yaml',
  metrics_config: 'metrics_config.yaml',
  network: 'network.yaml',
  opentelemetry: 'opentelemetry.yaml',
}

/**
 * Assembles a metadata folder, as the Hasura CLI exports it, into one JSON document.
 *
 * @param warn hears of files that nothing reads
 * @throws MetadataError naming every file that cannot be read
 */
export function readMetadataFolder(folder: string, warn: WarnOfMetadata = () => {}): AssembledMetadata {
  // Included files are known by absolute paths.
  const dir = resolve(folder)
  if (!existsSync(dir)) throw new MetadataError([{ file: dir, line: 1, message: 'no such folder' }])
  const positions = new SourcePositions()
  const problems: MetadataProblem[] = []
  const reader: YamlReader = { root: dir, positions, files: new Set(), problems, warn }
  const collect = <Result>(work: () => Result) => collectProblems(problems, work)
  const read = (file: string): unknown => readYaml(reader, join(dir, file))
  const json: Record<string, unknown> = {
    ...collect(() => readVersion(read('version.yaml'), dir)),
    sources: collect(() => read(SOURCES_FILE)) ?? [],
    ...collect(() => readActions(reader)),
  }
  const files = Object.entries({ sources: SOURCES_FILE, ...PLAIN_FILES })
  const starts = files.map(([key, file]) => [key, { file, line: 1 }] as const)
  positions.mark(json, { file: 'version.yaml', line: 1 }, new Map(starts))
  for (const [key, file] of Object.entries(PLAIN_FILES)) {
    const content = collect(() => read(file))
    if (content !== undefined) json[key] = content
  }
  if (problems.length > 0) throw new MetadataError(problems)
  if (!reader.files.has(join(dir, SOURCES_FILE)))
    warn({ file: SOURCES_FILE, line: 1, message: 'no such file, so no table is served' })
  for (const warning of findUnusedFiles(dir, reader.files)) warn(warning)
  return { json, positions }
}

function readVersion(content: unknown, dir: string): { version: unknown } {
  const version =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined
  if (version !== undefined) return { version }
  const message = `the metadata version is missing${whereElse(dir)}`
  throw new MetadataError([{ file: 'version.yaml', line: 1, message }])
}

/** Somebody may well name the project's folder. */
function whereElse(dir: string): string {
  if (existsSync(join(dir, 'version.yaml'))) return ''
  const inside = join(dir, 'metadata')
  const hint = existsSync(join(inside, 'version.yaml')) ? `; did you mean ${inside}?` : ''
  return `, as ${dir} has no such file${hint}`
}
