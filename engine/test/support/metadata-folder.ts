import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface FolderContent {
  /** Entries of the tables' list, as in the metadata. */
  tables?: unknown[]
  actions?: unknown
  actionsGraphql?: string
  cronTriggers?: unknown[]
  apiLimits?: unknown
}

export interface MetadataFolder {
  path: string
  write(content: FolderContent): Promise<void>
  remove(): Promise<void>
}

/** A metadata folder of the database `default` for one test; its YAML is written as JSON, which YAML includes. */
export async function metadataFolder(content: FolderContent = {}): Promise<MetadataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'engine-metadata-'))
  const write = async ({
    tables = [],
    actions = {},
    actionsGraphql = '',
    cronTriggers = [],
    apiLimits = {},
  }: FolderContent) => {
    await mkdir(join(path, 'databases'), { recursive: true })
    const files = {
      'version.yaml': { version: 3 },
      'databases/databases.yaml': [
        {
          name: 'default',
          kind: 'postgres',
          configuration: { connection_info: { database_url: { from_env: 'PG_DATABASE_URL' } } },
          tables,
        },
      ],
      'actions.yaml': actions,
      'cron_triggers.yaml': cronTriggers,
      'api_limits.yaml': apiLimits,
    }
    for (const [name, value] of Object.entries(files)) {
      await writeFile(join(path, name), JSON.stringify(value, undefined, 2))
    }
    await writeFile(join(path, 'actions.graphql'), actionsGraphql)
  }
  await write(content)
  return { path, write, remove: () => rm(path, { recursive: true }) }
}
