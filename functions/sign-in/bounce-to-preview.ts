import { isPreviewOrigin } from '../config/preview-origin.js'
import type { Deps } from '../deps.js'
import { seeOther } from '../http/respond.js'
import { defaultPage } from './return-to.js'

/**
 * Hands a callback to the preview deployment where the sign-in began. GitHub knows only our callback; the preview has
 * the verifier in its cookie, so that the code is worth nothing on the way.
 *
 * A preview that is not (or no longer) on the list ends on our own page.
 */
export function bounceToPreview(request: Request, origin: string, deps: Deps): Response {
  const { pathname, search } = new URL(request.url)
  if (!isPreviewOrigin(origin, deps.config.previewOrigins)) {
    deps.log.warn('preview-refused', { origin: origin.slice(0, 200) })
    return seeOther(defaultPage)
  }
  return seeOther(`${origin}${pathname}${search}`)
}
