import { Command, InvalidArgumentError } from 'commander'
import { type MeasureName, measureTitles } from './measures/measure-titles.js'
import { runMeasures } from './run-measures.js'

const names = Object.keys(measureTitles).filter(isMeasure)

const program = new Command('npm run bench --')
  .description(
    'Measures this project beside others and writes bench/results.md. What is measured how: bench/README.md.',
  )
  .option('--only <names>', `some of ${names.join(', ')}, divided by commas`, readNames, names)
  .option('--rounds <number>', 'how often each contender has its turn', readCount, 21)
  .option('--people <number>', 'how many the measure sync asks GitHub about', readCount, 10_000)
  .parse()

const { only, ...extent } = program.opts<Options>()
await runMeasures(only, {
  ...extent,
  say: (line) => process.stderr.write(`${line}\n`),
})

interface Options {
  only: MeasureName[]
  rounds: number
  people: number
}

function isMeasure(name: string): name is MeasureName {
  return Object.hasOwn(measureTitles, name)
}

function readNames(text: string): MeasureName[] {
  const chosen = text.split(',').map((name) => name.trim())
  const unknown = chosen.filter((name) => !isMeasure(name))
  if (unknown.length > 0) throw new InvalidArgumentError(`there is no ${unknown.join(', ')}.`)
  return chosen.filter(isMeasure)
}

function readCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new InvalidArgumentError('give a whole number above 0.')
}
