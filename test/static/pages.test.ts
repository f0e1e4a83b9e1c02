import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../static')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
)
const pages = files.filter((path) => path.endsWith('.html'))
// The bundle is made of modules that are looked at one by one.
const modules = files.filter((path) => path.endsWith('.js') && path !== 'auth.js')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
/** The modules that a module needs, the ones that those need included. */
function modulesBehind(path: string, found = new Set<string>()): Set<string> {
  for (const target of all(read(path), /^(?:import .*|\} )from '([^']+)'/gm)) {
    const needed = join('/', dirname(path), target).replaceAll('\\', '/')
    if (!found.has(needed)) modulesBehind(needed, found.add(needed))
  }
  return found
}
/** Pages that functions lead to are served under /api/auth/, too, so they name what they load by where it is from them. */
const isBesideFunctions = (page: string) => ['signin.html', 'error.html'].includes(page)
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')

describe.each(pages)('%s', (page) => {
  const html = read(page)

  it('S-HTTP-04 holds no inline script, style or handler, so that the policy can forbid them', () => {
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
  })

  it('loads nothing from elsewhere, and only what exists', () => {
    const targets = all(html, /\s(?:src|href)="([^"]*)"/g).map((target) => target.replace(/[?#].*$/, ''))
    const files = targets.filter((target) => /\.\w+$/.test(target))
    const places = files.map((file) => (file.startsWith('/') ? 'from the top' : 'from here'))
    expect([...new Set(places)]).toEqual([isBesideFunctions(page) ? 'from here' : 'from the top'])
    const links = targets.filter((target) => !files.includes(target))
    expect(links.filter((target) => !/^(\/(?!\/)|$)/.test(target))).toEqual([])
    expect(files.filter((file) => /^\/\/|:/.test(file))).toEqual([])
    expect(files.filter((target) => !existsSync(join(root, target)))).toEqual([])
  })

  it('names all its modules, so that they are loaded side by side and not one after the other', () => {
    const [entry] = all(html, /<script type="module" src="([^"]+)"/g)
    const preloaded = all(html, /<link rel="modulepreload" href="([^"]+)"/g)
    const needed = entry ? [...modulesBehind(join('/', entry))].sort() : []
    expect(preloaded.map((path) => join('/', path))).toEqual(needed)
  })

  it('is a whole document: language, title, viewport, one main with one h1', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html).toMatch(/<title>[^<]+<\/title>/)
    expect(html).toMatch(/<meta name="viewport" content="width=device-width, initial-scale=1">/)
    expect(all(html, /(<main)\b/g)).toHaveLength(1)
    expect(all(html, /(<h1)\b/g)).toHaveLength(1)
  })
})

describe.each(modules)('%s', (module) => {
  const source = read(module)

  it('is type-checked', () => {
    expect(source).toMatch(/^\/\/ @ts-check\n/)
  })

  it('imports only modules that exist', () => {
    const imports = all(source, /from '([^']+)'/g)
    expect(imports.filter((path) => !existsSync(join(root, dirname(module), path)))).toEqual([])
  })

  it('S-HTTP-10 turns no text into markup or code', () => {
    expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/)
  })

  it('S-SESS-07 keeps nothing beyond the page, but for the verifier on its way to GitHub and back', () => {
    expect(source).not.toMatch(/localStorage|indexedDB|document\.cookie|caches\./)
    if (module !== 'auth/pending-login.js') expect(source).not.toContain('sessionStorage.')
  })

  it('S-HTTP-12 takes no messages from other windows', () => {
    expect(source).not.toMatch(/addEventListener\('message'/)
    // A channel is heard by pages of its own origin alone; this one carries nothing.
    const isChannel = module === 'auth/open-channel.js'
    expect(source.match(/.*(?:postMessage|onmessage).*/g)).toEqual(
      isChannel
        ? ['  if (channel) channel.onmessage = listener', "    tell: () => channel?.postMessage(''),"]
        : null,
    )
  })
})

it('every icon that a page or a module names is drawn', () => {
  const drawn = new Set(all(read('icons.svg'), /<symbol id="([^"]+)"/g))
  const inModules = modules.flatMap((module) => all(read(module), /\bicon(?:\(|: )'([\w-]+)'/g))
  expect(inModules.filter((name) => !drawn.has(name))).toEqual([])
})

it('icons of pages stand in them, as they are drawn: Chromium leaves out what it loads for a page that it has seen', () => {
  const symbol = /<symbol id="([^"]+)" viewBox="([^"]+)">([\s\S]*?)<\/symbol>/g
  const inOneLine = (text = '') => text.replace(/\s*\n\s*/g, '')
  const drawn = [...read('icons.svg').matchAll(symbol)].map(([, ...parts]) => parts.map(inOneLine).join(' '))
  const inline = /<svg class="icon" data-icon="([^"]+)" viewBox="([^"]+)" aria-hidden="true">(.*?)<\/svg>/g
  const inPages = pages.flatMap((page) => [...read(page).matchAll(inline)])
  expect(inPages.length).toBeGreaterThan(5)
  expect(inPages.map(([, ...parts]) => parts.join(' ')).filter((icon) => !drawn.includes(icon))).toEqual([])
  expect(pages.filter((page) => read(page).includes('icons.svg'))).toEqual([])
})
