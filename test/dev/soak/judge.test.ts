import { describe, expect, it } from 'vitest'
import { describeCounts, judge } from '../../../dev/soak/judge.js'

describe('judge()', () => {
  it('finds nothing in counts that are as they should be, whatever else was counted', () => {
    expect(judge({ 'signed out': 0 }, { people: 20, 'signed out': 0 })).toEqual([])
  })

  it('names each count that is otherwise', () => {
    expect(judge({ people: 20, 'signed out': 0 }, { people: 20, 'signed out': 2 })).toEqual([
      'signed out: 2, should be 0',
    ])
  })

  it('takes what was not counted for wrong', () => {
    expect(judge({ 'signed out': 0 }, {})).toEqual(['signed out: not counted, should be 0'])
  })
})

describe('describeCounts()', () => {
  it('reads like a sentence', () => {
    expect(describeCounts({ people: 20, 'signed out': 0 })).toBe('20 people, 0 signed out')
  })
})
