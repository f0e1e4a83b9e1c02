/**
 * Gives a preview deployment its own address. Vercel makes a new one for each, so that it cannot be configured; in
 * production the address is always explicit.
 *
 * @see https://vercel.com/docs/environment-variables/system-environment-variables
 */
export function withPreviewUrl(env: Record<string, string>): Record<string, string> {
  const host = env['VERCEL_BRANCH_URL'] ?? env['VERCEL_URL']
  const isPreview = env['VERCEL_ENV'] === 'preview' && env['AUTH_CANONICAL_URL'] !== undefined
  if (!isPreview || env['AUTH_URL'] !== undefined || host === undefined) return env
  return { ...env, AUTH_URL: `https://${host}` }
}
