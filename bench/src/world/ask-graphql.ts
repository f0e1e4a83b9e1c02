import * as z from 'zod'
import type { Variables } from '../processes/ask-once.js'

interface Asked {
  url: string
  headers: Variables
  document: string
  variables: Readonly<Record<string, unknown>>
}

const answerShape = z.looseObject({ data: z.looseObject({}), errors: z.undefined().optional() })

/** @throws Error for an answer with errors: it would be cheaper than the one that is measured */
export async function askGraphql({ url, headers, document, variables }: Asked): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document, variables }),
  })
  const text = await response.text()
  if (!answerShape.safeParse(JSON.parse(text)).success) throw new Error(`${url} answered ${text}`)
}
