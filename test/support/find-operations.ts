import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { sourceFiles } from '../../dev/house/read-imports.js'
import { repository } from '../../dev/repository.js'
import { parseConfig } from '../../functions/config/parse-config.js'
import { testEnv } from './test-env.js'

interface FoundOperation {
  /** The file and the export, and whether it is the form with custom claims. */
  name: string
  document: string
}

const functionFiles = sourceFiles.filter((file) => file.startsWith('functions/'))
const storeName = /(^|-|\/)store\.ts$/

/** Every operation that a store of functions/ exports, those that read a person also with custom claims. */
export async function findOperations(): Promise<FoundOperation[]> {
  const { customClaims } = parseConfig(
    testEnv({ CUSTOM_CLAIMS: '{"fragment":"fragment Claims on users { login }","claims":{}}' }),
  )
  const stores = functionFiles.filter((file) => storeName.test(file))
  const found = await Promise.all(
    stores.map(async (file) => {
      const exported: Record<string, unknown> = await import(pathToFileURL(`${repository}/${file}`).href)
      return Object.entries(exported).flatMap(([name, value]) =>
        variantsOf(value, customClaims).map(({ variant, document }) => {
          return { name: `${file} ${name}${variant}`, document }
        }),
      )
    }),
  )
  return found.flat()
}

/** The names that documents of functions/ have, wherever they stand: no operation hides from `findOperations`. */
export function writtenOperationNames(): string[] {
  const texts = functionFiles.map((file) => readFileSync(`${repository}/${file}`, 'utf8'))
  const names = texts.flatMap((text) => [...text.matchAll(/^\s*(?:query|mutation|subscription) (\w+)/gm)])
  return names.map(([, name = '']) => name).sort()
}

function variantsOf(value: unknown, claims: unknown): { variant: string; document: string }[] {
  if (typeof value !== 'function') return named('', value)
  return [...named('()', value(undefined)), ...named('(claims)', value(claims))]
}

function named(variant: string, value: unknown) {
  return documentOf(value).map((document) => ({ variant, document }))
}

function documentOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || !('document' in value)) return []
  return typeof value.document === 'string' ? [value.document] : []
}
