/**
 * Does what a person does on the authorize page: opens it and presses their button.
 *
 * @param authorizeUrl where the application sent the browser
 * @param login a seeded login, or undefined to press Cancel
 * @returns where GitHub sends the browser next
 */
export async function approveAs(authorizeUrl: string, login: string | undefined): Promise<string> {
  const page = await fetch(authorizeUrl, { redirect: 'manual' })
  const early = page.headers.get('location')
  if (early !== null) return early
  if (!page.ok) throw new Error(`the authorize page answered ${page.status}`)
  const form = new URLSearchParams(new URL(authorizeUrl).searchParams)
  form.set('pick', login ?? '')
  const decided = await fetch(new URL('/login/oauth/authorize', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  const location = decided.headers.get('location')
  if (location === null) throw new Error(`the authorize form answered ${decided.status} without a redirect`)
  return location
}
