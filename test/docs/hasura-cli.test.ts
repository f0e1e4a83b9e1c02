import { describe, expect, test } from 'vitest'
import { repositoryFiles } from '../../dev/house/repository-files.js'
import { readText } from './support/repository.js'

const { optionalDependencies } = JSON.parse(readText('package.json')) as {
  optionalDependencies: Record<string, string>
}
const named = `npx hasura-cli@${optionalDependencies['hasura-cli']}`

const subcommands = 'actions|console|deploy|init|metadata|migrate|plugins|scripts|seed|update-cli|version'
/** Whatever runs the Hasura CLI, with what stands before it: on npm `hasura` alone is a stranger's name. */
const command = new RegExp(
  String.raw`(?:\b(?:npx|bunx|pnpm|yarn|npm exec)\b[^\n\x60'"]*?)?(?<![\w/@.-])hasura(?:-cli(?:@[\w.^~-]+)?)?\s+(?:--[\w-]+\s+)*(?:${subcommands})\b`,
  'g',
)
const installer = /\b(?:npx|bunx|pnpx|dlx|npm exec)(?:\s+-\S+)*\s+hasura(?:-cli)?(?:@\S*)?/g

/** Each command of a text that could run another package, or another version, than the one that is meant. */
function strayCommands(text: string): string[] {
  const found = [...text.matchAll(command), ...text.matchAll(installer)].map(([whole]) => whole)
  return found.filter((whole) => !whole.startsWith(named) && !/^npx --no-install hasura(\s|$)/.test(whole))
}

const isRead = (path: string) =>
  /\.(md|ts|mjs|js|json|ya?ml|html|sql|sh|example)$|^\.ci\//.test(path) &&
  path !== 'package-lock.json' &&
  path !== 'test/docs/hasura-cli.test.ts'

describe('the Hasura CLI', () => {
  test('S-DEP-04 is named with package and version wherever a command is documented or printed', () => {
    const stray = repositoryFiles()
      .filter(isRead)
      .flatMap((path) => strayCommands(readText(path)).map((found) => `${path}: ${found}`))
    expect(stray).toEqual([])
  })

  test('S-DEP-04 is documented at all', () => {
    expect(readText('README.md')).toContain(`${named} metadata apply`)
    expect(readText('docs/deployment.md')).toContain(`${named} deploy`)
  })

  test.each([
    'npx hasura migrate apply',
    'npx hasura',
    'npx -y hasura metadata apply',
    'npx hasura-cli deploy',
    'npx hasura-cli@latest deploy',
    'npx hasura-cli@2.36.0 deploy',
    'pnpm dlx hasura console',
    'run `hasura metadata export` first',
    'hasura --project hasura migrate status',
  ])('S-DEP-04 is missed by: %s', (text) => {
    expect(strayCommands(text)).not.toEqual([])
  })

  test.each([
    `${named} migrate apply --project hasura`,
    'npx --no-install hasura version',
    '--project hasura',
  ])('S-DEP-04 is meant by: %s', (text) => {
    expect(strayCommands(text)).toEqual([])
  })
})
