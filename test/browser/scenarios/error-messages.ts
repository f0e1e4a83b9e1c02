import { expect, it } from 'vitest'
import type { World } from '../support/world.js'

const markup = encodeURIComponent('<svg onload="document.title=\'owned\'">')

export function errorMessages(world: () => World): void {
  it.each(['/signin', '/error', '/api/auth/signin', '/api/auth/error', '/graphql'])(
    'S-HTTP-10 %s shows no text out of its address',
    async (path) => {
      const { page, complaints, close } = await world().openPage()
      await page.goto(`${path}?error=${markup}&error_description=${markup}&status=${markup}`)
      await page.getByText('The sign-in could not be completed.').waitFor()
      expect(await page.locator('main').innerText()).not.toMatch(/svg|owned/)
      expect(await page.title()).not.toContain('owned')
      expect(complaints).toEqual([])
      await close()
    },
  )

  it('knows the codes and the return address that a next-auth client sends', async () => {
    const { page, close } = await world().openPage()
    const callbackUrl = encodeURIComponent(`${world().stack.urls.app}/board?id=7`)
    await page.goto(`/api/auth/signin?error=SessionRequired&callbackUrl=${callbackUrl}`)
    await page.getByText('Please sign in to see this page.').waitFor()
    const link = page.getByRole('link', { name: 'Continue with GitHub' })
    expect(await link.getAttribute('href')).toBe('/api/auth/signin/github?returnTo=%2Fboard%3Fid%3D7')
    await close()
  })

  it('tells whoever asked for an installation that the owners were asked', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/api/auth/callback/github?setup_action=request')
    await page.getByText('The request was sent to the owners of the organisation.').waitFor()
    await close()
  })

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'S-REDIR-01 the sign-in page takes no return address like %s',
    async (target) => {
      const { page, close } = await world().openPage()
      await page.goto(`/signin?returnTo=${encodeURIComponent(target)}`)
      const link = page.getByRole('link', { name: 'Continue with GitHub' })
      expect(await link.getAttribute('href')).toBe('/api/auth/signin/github?returnTo=%2F')
      await close()
    },
  )
}
