import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { repository } from '../../dev/repository.js'

describe('npm run demo', () => {
  it('walks the whole job with real values, prints no whole token, and exits 0', async () => {
    const command = ['--import', 'tsx', 'dev/demo.ts']
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: repository })
    expect(stdout.match(/^• .*$/gm)).toEqual([
      '• mutation startLogin',
      '• Ada approves at GitHub',
      '• mutation login',
      '• The access token, decoded',
      '• A query as Ada',
      "• Ben signs in, and Ada asks for Ben's rows",
      "• The event trigger brings Ada's profile from GitHub",
      '• Two refreshes, each with the newest refresh token',
      '• The first refresh token once more',
      '• Ada signs in again, and out',
    ])
    expect(stdout).toContain('1001001 ada (Ada Marlow)')
    expect(stdout).not.toMatch(/eyJ[\w-]{20,}|v1\.[\w-]{30,}/)
  })
})
