import { describe, expect, it } from 'vitest'
import { chooseRuns } from '../../../dev/soak/choose-runs.js'

const all = [{ name: 'stall' }, { name: 'clocks' }, { name: 'race' }]

describe('chooseRuns()', () => {
  it('gives all runs when none is named', () => {
    expect(chooseRuns(all)).toEqual(all)
  })

  it('gives the named ones in the order of the table', () => {
    expect(chooseRuns(all, 'race, stall')).toEqual([{ name: 'stall' }, { name: 'race' }])
  })

  it.each(['stal', 'race,stal', '', ','])('refuses %j instead of leaving a run out', (names) => {
    expect(() => chooseRuns(all, names)).toThrow('There is no run')
  })
})
