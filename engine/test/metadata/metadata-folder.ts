import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

const TABLES = 'databases/default/tables'

/** The smallest folder that the Hasura CLI would write for one table. */
const SMALL_FOLDER: Readonly<Record<string, string>> = {
  'version.yaml': 'version: 3\n',
  'databases/databases.yaml': `- name: default
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: PG_DATABASE_URL
  tables: "!include default/tables/tables.yaml"
`,
  [`${TABLES}/tables.yaml`]: '- "!include public_users.yaml"\n',
  [`${TABLES}/public_users.yaml`]: 'table:\n  name: users\n  schema: public\n',
}

/** Writes a metadata folder for the test at hand and removes it afterwards; undefined leaves a file out. */
export function writeMetadataFolder(files: Readonly<Record<string, string | undefined>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'metadata-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  for (const [name, content] of Object.entries({ ...SMALL_FOLDER, ...files })) {
    if (content === undefined) continue
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), content)
  }
  return dir
}
