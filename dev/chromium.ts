import { existsSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a Chromium: the one of CHROMIUM_PATH, else the system's, else the one inside @sparticuz/chromium. */
export async function launchChromium(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'] || findInstalled()
  const { executablePath, env } = named ? { executablePath: named, env: process.env } : await packaged()
  return chromium.launch({ executablePath, args, env: definedOnly(env) })
}

function findInstalled(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...usualPlaces()].find((path) => existsSync(path))
}

function usualPlaces(): string[] {
  const programs = [
    process.env['PROGRAMFILES'],
    process.env['PROGRAMFILES(X86)'],
    process.env['LOCALAPPDATA'],
  ]
  const onWindows = programs.flatMap((folder) =>
    folder
      ? [
          join(folder, 'Google/Chrome/Application/chrome.exe'),
          join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ]
      : [],
  )
  const onMac = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  )
  return process.platform === 'darwin' ? onMac : onWindows
}

/**
 * The package's browser is built for AWS Lambda. Told that it runs there, the package also brings the few shared
 * libraries which a bare Linux lacks; nothing but the browser's own environment shall notice.
 */
async function packaged(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium found: install Chrome or Chromium, or name one with CHROMIUM_PATH')
  }
  const before = { ...process.env }
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
  try {
    const { default: packagedChromium } = await import('@sparticuz/chromium')
    const executablePath = await packagedChromium.executablePath()
    const fonts = writeFontConfiguration(join(dirname(executablePath), 'fonts'))
    return { executablePath, env: { ...process.env, FONTCONFIG_FILE: fonts } }
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/** The package's own configuration finds its font in /tmp only, and a page without any font crashes the browser. */
function writeFontConfiguration(folder: string): string {
  const file = join(folder, 'local.conf')
  const folders = [folder, '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('')
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${folder}/cache</cachedir></fontconfig>\n`,
  )
  return file
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
