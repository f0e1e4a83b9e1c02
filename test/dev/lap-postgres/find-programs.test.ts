import { describe, expect, it } from 'vitest'
import { findPrograms } from '../../../dev/lap-postgres/find-programs.js'

const programs = await findPrograms({ install: false }).catch(() => undefined)

describe('findPrograms()', () => {
  it('says what to do when there is no PostgreSQL', async () => {
    if (programs) expect(programs.version).toMatch(/^postgres \(PostgreSQL\) \d+/)
    else await expect(findPrograms({ install: false })).rejects.toThrow('add --install')
  })
})
