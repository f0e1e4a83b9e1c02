import { spawn } from 'node:child_process'

interface RunOptions {
  cwd: string
  env?: Readonly<Record<string, string>>
  /** Receives the output instead of the terminal. */
  onOutput?: (text: string) => void
}

/**
 * Runs a command to its end.
 *
 * @throws Error when it exits with anything but 0
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, onOutput }: RunOptions,
): Promise<void> {
  const stdio = onOutput ? (['ignore', 'pipe', 'pipe'] as const) : (['ignore', 'inherit', 'inherit'] as const)
  // npm's commands are .cmd files on Windows, which only a shell starts.
  const shell = process.platform === 'win32'
  const child = spawn(command, args, { cwd, stdio: [...stdio], shell, env: { ...process.env, ...env } })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => onOutput?.(chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
}
