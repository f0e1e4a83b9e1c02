import { parseUrl, trustedAddressShape } from './url.js'

/** Where people are at GitHub, not where its API is: the address of the API follows from it. */
export const githubBaseUrlShape = trustedAddressShape
  .refine((address) => !isApi(address), {
    error:
      'is the address of the API: give the one where people sign in, for example https://github.com, without /api/v3',
    abort: true,
  })
  .refine((address) => !/^https:\/\/[^/]*\.ghe\.com(:|\/|$)/.test(address), {
    error:
      'is on ghe.com (data residency), whose API is on another host than its sign-in, which is not supported: only github.com and servers of your own are',
    abort: true,
  })
  .refine((address) => !/\/login(\/|$)/i.test(address), {
    error: 'is a page of GitHub: give its address without the path',
    abort: true,
  })
  .refine(
    (address) => isBase(address),
    'must be https://github.com, or the address of your own GitHub server',
  )

function isApi(address: string): boolean {
  const url = parseUrl(address)
  return url !== undefined && (url.hostname.startsWith('api.') || /\/api(\/|$)/i.test(url.pathname))
}

/** Of GitHub's own hosts one signs people in, and it does so at its root. */
function isBase(address: string): boolean {
  const url = parseUrl(address)
  const isGithubs = url !== undefined && /(^|\.)github\.com$/.test(url.hostname)
  return !isGithubs || address === 'https://github.com'
}
