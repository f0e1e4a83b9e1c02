import * as z from 'zod'
import { functionSizes } from '../../../dev/build-lap/function-sizes.js'
import { buildOutput } from '../contenders/build-output.js'
import { functionCases } from '../contenders/function-cases.js'
import { ourVariables } from '../contenders/our-session.js'
import { peerCases } from '../contenders/peer-cases.js'
import { askOnce } from '../processes/ask-once.js'
import type { Section } from '../report/section.js'
import type { MeasureContext } from './measure.js'

const countShape = z.strictObject({ modules: z.number(), bytes: z.number() })

/** What is loaded until the first answer, counted as it is loaded, and what a function ships. */
export async function measureModules({ runtimes: [runtime], say }: MeasureContext): Promise<Section> {
  if (!runtime) throw new TypeError('there is no Node')
  const output = await buildOutput(say)
  const shipped = new Map(
    (await functionSizes(output)).map((size) => [size.name.replace(/^api\//, ''), size]),
  )
  const cases = [...(await functionCases(output, ourVariables())), ...(await peerCases(runtime))]
  const rows: string[][] = []
  for (const { name, module, request, variables } of cases) {
    if (!request) continue
    say(name)
    const args = ['count-modules.mjs', module, JSON.stringify(request)] as const
    const { modules, bytes } = countShape.parse(await askOnce(runtime, args, variables))
    const size = shipped.get(name)
    rows.push([name, `${modules}`, toKb(bytes), size ? `${size.files}` : '', size ? toKb(size.bytes) : ''])
  }
  const head = ['what', 'modules loaded', 'kB loaded', 'files shipped', 'kB shipped']
  return {
    ratios: [],
    tables: [{ title: 'Until the first answer', head, rows }],
    notes: [
      'Shipped is what the folder of a function holds, its source map and Vercel’s own file included. Of the others only what is loaded can be counted.',
    ],
  }
}

function toKb(bytes: number): string {
  return (bytes / 1000).toFixed(0)
}
