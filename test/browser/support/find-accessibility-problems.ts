import type { Page } from 'playwright-core'

const named = [
  'button',
  'link',
  'textbox',
  'combobox',
  'checkbox',
  'dialog',
  'progressbar',
  'region',
  'navigation',
  'image',
]

/** What a person with a screen reader or with weak sight would stumble over; a smoke test, not an audit. */
export async function findAccessibilityProblems(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page)
  const { nodes } = await client.send('Accessibility.getFullAXTree')
  await client.detach()
  const seen = nodes.filter(({ ignored }) => !ignored)
  const roles = seen.map(({ role }) => String(role?.value))
  const nameless = seen.filter(({ role, name }) => named.includes(String(role?.value)) && !name?.value)
  return [
    ...nameless.map(({ role }) => `a ${role?.value} has no name`),
    ...(roles.filter((role) => role === 'main').length === 1
      ? []
      : ['there is not exactly one main landmark']),
    ...(await page.evaluate(problemsOfDocument)),
  ]
}

/** Runs in the page, so everything it uses is inside. */
function problemsOfDocument(): string[] {
  const problems: string[] = []
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((heading) =>
    Number(heading.tagName.slice(1)),
  )
  if (levels.filter((level) => level === 1).length !== 1) problems.push('there is not exactly one h1')
  if (levels.some((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1))
    problems.push(`headings skip a level: ${levels}`)

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index)))
    problems.push(`id ${id} is used twice`)
  for (const element of document.querySelectorAll('[aria-labelledby]')) {
    const target = element.getAttribute('aria-labelledby') ?? ''
    if (!document.getElementById(target))
      problems.push(`aria-labelledby points to ${target}, which is not there`)
  }

  const luminance = ([red = 0, green = 0, blue = 0]: number[]) => {
    const linear = [red, green, blue].map((part) =>
      part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0)
  }
  const parts = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number)
  const isSolid = (color: string) => color.startsWith('rgb(')
  const backgroundOf = (element: Element) => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at)
      if (isSolid(backgroundColor)) return backgroundColor
    }
    return 'rgb(255, 255, 255)'
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    const words = walker.currentNode.textContent?.trim()
    if (!element || !words || !element.checkVisibility() || element.closest(':disabled, [aria-busy="true"]'))
      continue
    const { color } = getComputedStyle(element)
    if (!isSolid(color)) continue
    const [one = 0, other = 0] = [luminance(parts(color)), luminance(parts(backgroundOf(element)))].sort(
      (a, b) => b - a,
    )
    const contrast = (one + 0.05) / (other + 0.05)
    if (contrast < 4.5) problems.push(`“${words.slice(0, 30)}” has a contrast of ${contrast.toFixed(1)}`)
  }
  return problems
}
