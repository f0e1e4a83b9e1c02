import { describe, expect, test } from 'vitest'
import { edgesBetween, findCircles } from '../../dev/house/find-circles.js'
import { type Import, importsOf, readImports, sourceFiles } from '../../dev/house/read-imports.js'
import { mayImport } from './rules/directions.js'
import { engineFloors } from './rules/engine-floors.js'

const show = ({ from, to }: Import) => `${from} imports ${to}`
const own = (imports: Import[]) => imports.filter(({ isPackage }) => !isPackage)

/** The room of a file below a folder: its first folder there, or the file itself. */
const roomBelow = (folder: string) => (file: string) => file.slice(folder.length).split('/')[0] ?? ''

describe('imports', () => {
  const all = own(sourceFiles.flatMap(readImports))
  const rules = Object.entries(mayImport)

  test('go only where test/house/rules/directions.ts lets them', () => {
    const forbidden = all.filter(({ from, to }) => {
      const [, allowed = []] = rules.find(([folder]) => from.startsWith(folder)) ?? []
      return !allowed.some((place) => to.startsWith(place))
    })
    expect(all.length).toBeGreaterThan(1000)
    expect(forbidden.map(show)).toEqual([])
  })

  test('lead to files that exist', () => {
    expect(all.filter(({ to }) => !sourceFiles.includes(to) && !to.endsWith('.json')).map(show)).toEqual([])
  })

  test.each(['functions/', 'engine/src/', 'cli/', 'dev/'])('form no circle of folders in %s', (folder) => {
    const inside = all.filter(({ from, to }) => from.startsWith(folder) && to.startsWith(folder))
    expect(inside.length).toBeGreaterThan(10)
    expect(findCircles(edgesBetween(inside, roomBelow(folder)))).toEqual([])
  })
})

describe('the floors of engine/src', () => {
  const roomOf = roomBelow('engine/src/')
  const floorOf = (file: string) => engineFloors.findIndex((rooms) => rooms.includes(roomOf(file)))

  test('hold every room, and no room that is gone', () => {
    const rooms = new Set(sourceFiles.filter((file) => file.startsWith('engine/src/')).map(roomOf))
    expect([...rooms].sort()).toEqual(engineFloors.flat().sort())
  })

  test('are climbed by no import', () => {
    const climbing = own(importsOf('engine/src')).filter(
      ({ from, to }) => roomOf(from) !== roomOf(to) && floorOf(to) >= floorOf(from),
    )
    expect(climbing.map(show)).toEqual([])
  })
})
