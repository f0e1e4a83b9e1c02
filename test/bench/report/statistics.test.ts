import { describe, expect, it } from 'vitest'
import { spreadOf, withoutBase } from '../../../bench/src/report/statistics.js'

describe('spreadOf()', () => {
  it('gives the median and the middle half, whatever the order', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 })
    expect(spreadOf([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 })
  })

  it('takes one value for all three', () => {
    expect(spreadOf([7])).toEqual({ low: 7, median: 7, high: 7 })
  })

  it('has nothing to say of nothing', () => {
    expect(() => spreadOf([])).toThrow('nothing was measured')
  })

  it('is moved as a whole by what every value contains', () => {
    expect(withoutBase({ low: 50, median: 60, high: 80 }, 40)).toEqual({ low: 10, median: 20, high: 40 })
  })
})
