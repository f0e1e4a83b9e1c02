// @ts-check

/** @type {readonly [RegExp, string][]} the first that matches wins: the later ones also occur in the earlier ones */
const browsers = [
  [/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/\b(?:OPR|Opera)\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|Chromium|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
]

/** @type {readonly [RegExp, string][]} */
const systems = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** @type {ReadonlyMap<string, string>} */
const withoutAgent = new Map([
  ['browser', 'A browser'],
  ['graphql', 'An app using GraphQL'],
  ['device', 'A command line or device'],
])

/**
 * A device in words a person knows it by: "Chrome 143 on Windows", "curl/8.5.0".
 *
 * @param {string | null | undefined} userAgent
 * @param {string} client how the session was opened: browser, graphql or device
 */
export function describeUserAgent(userAgent, client) {
  if (!userAgent) return withoutAgent.get(client) ?? 'An unknown device'
  const browser = firstMatch(browsers, userAgent)
  const system = firstMatch(systems, userAgent)
  if (!browser) return userAgent.split(' ', 1)[0]?.slice(0, 40) ?? userAgent
  const named = `${browser.name} ${browser.version}`
  return system ? `${named} on ${system.name}` : named
}

/**
 * @param {readonly [RegExp, string][]} patterns
 * @param {string} userAgent
 */
function firstMatch(patterns, userAgent) {
  for (const [pattern, name] of patterns) {
    const match = pattern.exec(userAgent)
    if (match) return { name, version: match[1] ?? '' }
  }
  return undefined
}
