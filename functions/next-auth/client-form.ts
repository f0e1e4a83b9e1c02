import * as z from 'zod'
import { readForm } from '../http/body.js'

const formShape = z.object({
  csrfToken: z.string().optional(),
  callbackUrl: z.string().optional(),
  json: z.string().optional(),
})
const maxBytes = 16_384

/** What next-auth's client sends, whatever else an app added to it. */
export interface ClientForm {
  csrfToken?: string | undefined
  /** The address of the page, whole, unless the app named another one. */
  callbackUrl?: string | undefined
  /** Whether a script asks, which goes itself where the answer says; version 4 says so in the form, version 5 in a header. */
  wantsUrl: boolean
}

/** @throws AppError `unsupported-media-type`, `payload-too-large`, `invalid-input` */
export async function readClientForm(request: Request): Promise<ClientForm> {
  const { json, ...fields } = await readForm(request, { maxBytes, shape: formShape })
  return { ...fields, wantsUrl: json === 'true' || request.headers.has('x-auth-return-redirect') }
}
