import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { repositoryFiles } from '../../dev/house/repository-files.js'
import { readText } from './support/repository.js'

const step = z.looseObject({ name: z.string(), uses: z.string().optional(), run: z.string().optional() })
const job = z.looseObject({
  permissions: z.unknown().optional(),
  'timeout-minutes': z.number(),
  steps: z.array(step),
})
const workflow = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
})

const paths = repositoryFiles().filter((path) => /^\.github\/workflows\/.*\.ya?ml$/.test(path))

describe.each(paths)('S-DEP-03 %s', (path) => {
  const text = readText(path)
  const parsed = workflow.parse(parse(text))
  const steps = Object.values(parsed.jobs).flatMap(({ steps }) => steps)

  test('has a token that can only read', () => {
    expect(parsed.permissions).toEqual({ contents: 'read' })
    expect(Object.values(parsed.jobs).filter(({ permissions }) => permissions !== undefined)).toEqual([])
  })

  test('never runs with the rights of this repository what a fork sends', () => {
    expect(Object.keys(parsed.on)).not.toContain('pull_request_target')
    expect(Object.keys(parsed.on)).not.toContain('workflow_run')
  })

  test('uses no secret', () => {
    expect(text).not.toMatch(/\$\{\{[^}]*\bsecrets\b/)
    expect(text).not.toMatch(/secrets:\s*inherit/)
  })

  test('pins every action by its full commit and says which version that is', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action ?? '')
    expect(used.length).toBeGreaterThan(0)
    expect(
      used.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
    ).toEqual([])
  })

  test('leaves no token behind for later steps', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.length).toBeGreaterThan(0)
    for (const { with: options } of checkouts) expect(options).toMatchObject({ 'persist-credentials': false })
  })

  test('puts nothing that a stranger can write into a shell', () => {
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
  })

  test('installs from the lockfile only', () => {
    const installs = steps.flatMap(({ run }) => run?.match(/npm (?:ci|install|i)\b.*/g) ?? [])
    expect(installs.length).toBeGreaterThan(0)
    expect(installs.filter((command) => !command.startsWith('npm ci'))).toEqual([])
  })
})

test('S-DEP-01 S-DEP-03 there is a workflow, and it runs every check', () => {
  const commands = paths.map(readText).join('\n')
  for (const command of ['npm ci', 'npm run ok', 'npm audit']) expect(commands).toContain(command)
})
