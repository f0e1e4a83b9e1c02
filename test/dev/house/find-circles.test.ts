import { expect, test } from 'vitest'
import { edgesBetween, findCircles } from '../../../dev/house/find-circles.js'

const between = (...pairs: [from: string, to: string][]) =>
  edgesBetween(
    pairs.map(([from, to]) => ({ from, to })),
    (file) => file,
  )

test('findCircles() finds who reach each other, over others too', () => {
  expect(findCircles(between(['a', 'b'], ['b', 'c'], ['c', 'a'], ['c', 'd'], ['d', 'e']))).toEqual([
    ['a', 'b', 'c'],
  ])
})

test('findCircles() keeps separate circles apart', () => {
  expect(findCircles(between(['a', 'b'], ['b', 'a'], ['b', 'c'], ['c', 'd'], ['d', 'c']))).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ])
})

test('findCircles() is content with many ways to one place', () => {
  expect(findCircles(between(['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd'], ['a', 'a']))).toEqual([])
})
