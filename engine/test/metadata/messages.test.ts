import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadMetadata } from '../../src/metadata/load-metadata.js'
import { writeMetadataFolder } from './metadata-folder.js'

const USERS = 'databases/default/tables/public_users.yaml'

const load = (files: Readonly<Record<string, string | undefined>>) => () =>
  loadMetadata(writeMetadataFolder(files), {})

describe('a message about metadata', () => {
  test.each([
    ['of an object', 'table: users\ninsert_permissions: [{role: a, permission: {}}]\n', 2, 'check'],
    [
      'whose value may be a word or a list',
      'table: users\nselect_permissions: [{role: a, permission: {filter: {}}}]\n',
      2,
      'columns',
    ],
    ['whose value may be a name or an object', 'is_enum: true\n', 1, 'table'],
  ])('says that a key %s is missing', (_, content, line, key) => {
    const told = new RegExp(
      `^${USERS}:${line}: sources\\[0\\]\\.tables\\[0\\]\\.(.*\\.)?${key}: this key is missing$`,
    )
    expect(load({ [USERS]: content })).toThrow(told)
  })

  test('names the file that is of another kind altogether', () => {
    expect(load({ 'cron_triggers.yaml': 'text' })).toThrow(/^cron_triggers\.yaml:1: .*expected array/)
    expect(load({ 'databases/databases.yaml': 'text' })).toThrow(
      /^databases\/databases\.yaml:1: .*expected array/,
    )
  })

  test('tells the line of a mistake in YAML once', () => {
    expect(load({ [USERS]: 'table: a: b\n' })).toThrow(
      new RegExp(`^${USERS}:1: Nested mappings are not allowed in compact mappings$`, 'm'),
    )
  })

  test('tells what to do with metadata of an older version', () => {
    expect(load({ 'version.yaml': 'version: 2\n' })).toThrow('`scripts update-project-v3` of the Hasura CLI')
  })

  test('tells where the metadata is when the folder of the project was named', () => {
    const project = writeMetadataFolder({})
    const inside = join(project, 'metadata')
    mkdirSync(inside)
    renameSync(join(project, 'version.yaml'), join(inside, 'version.yaml'))
    expect(() => loadMetadata(project, {})).toThrow(
      `version.yaml:1: the metadata version is missing, as ${project} has no such file; did you mean ${inside}?`,
    )
    expect(load({ 'version.yaml': 'other: 3\n' })).toThrow(/the metadata version is missing$/)
  })
})
