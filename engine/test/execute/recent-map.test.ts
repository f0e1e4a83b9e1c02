import { expect, test } from 'vitest'
import { RecentMap } from '../../src/execute/recent-map.js'

test('a map of bounded size forgets what was asked for longest ago', () => {
  const map = new RecentMap<string, number | null>(2)
  map.set('a', 1)
  map.set('b', null)
  expect(map.get('a')).toBe(1)
  map.set('c', 3)
  expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([1, undefined, 3])
  map.set('a', 4)
  map.set('d', null)
  expect(['a', 'c', 'd'].map((key) => map.get(key))).toEqual([4, undefined, null])
})
