import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { repository } from '../../dev/repository.js'
import { headingFragments, linkTargets } from './support/markdown.js'
import { markdownFiles, readText } from './support/repository.js'

const isExternal = (target: string) => /^(https?|mailto):/.test(target)
const folders = /^(api|cli|functions|hasura|static|engine|dev|test|docs|\.github|\.ci)\//

/** Why a link leads nowhere, or undefined. */
function problemOf(file: string, target: string): string | undefined {
  const [path = '', fragment] = target.split('#')
  const linked = path === '' ? file : posix.join(posix.dirname(file), path)
  if (!existsSync(`${repository}/${linked}`)) return `${file}: ${target}`
  if (fragment === undefined || headingFragments(readText(linked)).includes(fragment)) return undefined
  return `${file}: ${target} (no such heading)`
}

/** Paths of this repository that a text names in backticks; patterns and examples are no paths. */
function namedPaths(markdown: string): string[] {
  return [...markdown.matchAll(/`([\w.[\]/-]+)`/g)]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => folders.test(path))
}

describe('the documentation', () => {
  test('links only to files and headings that exist', () => {
    const broken = markdownFiles().flatMap((file) =>
      linkTargets(readText(file))
        .filter((target) => !isExternal(target))
        .flatMap((target) => problemOf(file, target) ?? []),
    )
    expect(broken).toEqual([])
  })

  test('names only paths that exist', () => {
    const missing = markdownFiles().flatMap((file) =>
      namedPaths(readText(file))
        .filter((path) => !existsSync(`${repository}/${path}`))
        .map((path) => `${file}: ${path}`),
    )
    expect(missing).toEqual([])
  })

  test('links to every page of docs/ from somewhere', () => {
    const linked = new Set(
      markdownFiles().flatMap((file) =>
        linkTargets(readText(file)).map((target) =>
          posix.join(posix.dirname(file), target.split('#')[0] ?? ''),
        ),
      ),
    )
    expect(markdownFiles().filter((file) => file.startsWith('docs/') && !linked.has(file))).toEqual([])
  })

  test('names only npm scripts that exist', () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(packageJson())
    const builtIn = new Set(['ci', 'audit'])
    const unknown = markdownFiles().flatMap((file) =>
      [...readText(file).matchAll(/(?:`|^ *)npm (run )?([a-z:]+)/gm)]
        .filter(([, , name = '']) => !(name in scripts || builtIn.has(name)))
        .map(([command]) => `${file}: ${command.trim()}`),
    )
    expect(unknown).toEqual([])
  })
})

function packageJson(): unknown {
  return JSON.parse(readText('package.json'))
}
