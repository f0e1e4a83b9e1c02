import ts from 'typescript'
import type { SessionFrom } from '../../server/session-from.js'
import { readText } from '../docs/support/repository.js'

type Middleware = (request: Request, render: (request: Request) => Promise<Response>) => Promise<Response>

/** The middleware that docs/front-ends.md shows, for functions at another address. */
export function documentedMiddleware(authUrl: string, sessionFrom: SessionFrom): Middleware {
  const blocks = readText('docs/front-ends.md').split('```ts\n').slice(1)
  const shown = blocks
    .map((block) => block.split('```')[0] ?? '')
    .find((code) => code.includes('withSession'))
  if (!shown?.includes('https://app.example')) throw new TypeError('the page shows no withSession()')
  const source = shown.replace('https://app.example', authUrl).replace('export ', '')
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022 } })
  return new Function('sessionFrom', `${outputText}; return withSession`)(sessionFrom)
}
