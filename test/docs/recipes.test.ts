import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import { section } from './support/markdown.js'
import { readText } from './support/repository.js'

const recipes = section(readText('docs/architecture.md'), '## Recipes')

test.each([
  'Add an Action',
  'Add an event trigger',
  'Add a column that syncs',
  'Add a claim',
  'Add an error code',
])('the recipe "%s" names the files to touch, and they are there', (name) => {
  const paths = [...section(recipes, `### ${name}`).matchAll(/`([\w.-]+\/[\w./-]*)`/g)].flatMap(
    ([, path]) => path ?? [],
  )
  expect(paths.length).toBeGreaterThanOrEqual(3)
  expect(paths.filter((path) => !existsSync(`${repository}/${path}`))).toEqual([])
})
