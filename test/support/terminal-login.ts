import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { repository } from '../../dev/repository.js'

interface TerminalLogin {
  /** What the person reads: where to go, and what to type there. */
  shown: Promise<{ verificationUri: string; userCode: string }>
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** Runs `npm run login` against an endpoint; with the test it ends. */
export function startTerminalLogin(endpoint: string, ...args: string[]): TerminalLogin {
  const command = [`${repository}/dev/run.mjs`, 'cli/login.ts', '--endpoint', endpoint, ...args]
  const child = spawn(process.execPath, command, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const shown = new Promise<{ verificationUri: string; userCode: string }>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
      const found = /Open\s+(\S+)\s+Enter\s+(\S+)\n/.exec(output.stderr)
      if (found?.[1] && found[2]) resolve({ verificationUri: found[1], userCode: found[2] })
    })
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...output }))
  onTestFinished(() => void child.kill())
  return { shown, ended }
}
