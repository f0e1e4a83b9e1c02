import { expect, it } from 'vitest'
import { signInAs } from '../support/sign-in-as.js'
import type { World } from '../support/world.js'

export function account(world: () => World): void {
  it('shows who signed in, on which device, and what happened', async () => {
    const { page, complaints, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')

    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await page.getByText('@ada').waitFor()
    await page.getByText('user (default role)').waitFor()
    const thisDevice = page.locator('#devices li', { hasText: 'This device' })
    await thisDevice.waitFor()
    expect(await thisDevice.innerText()).toMatch(/Chrome \d+ on .*\n.*Browser · used just now/s)
    await page.locator('#activity').getByText('Signed in').first().waitFor()
    await page.getByText('synced with GitHub').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('shows the token masked, its claims decoded and its time running out', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    await page.locator('#claims').getByText('x-hasura-user-id').waitFor()
    expect(await page.locator('#claims').innerText()).toMatch(/x-hasura-user-id\s+1001001/)
    expect(await page.locator('#token-masked').innerText()).toMatch(/^eyJ\w{3}•+$/)
    const clock = page.getByRole('timer')
    const before = await clock.innerText()
    expect(before).toMatch(/^1[45]:\d\d$/)
    await page.waitForFunction((text) => document.querySelector('#clock')?.textContent !== text, before)
    await close()
  })

  it('runs a query as the person, and shows a refusal in words', async () => {
    const { page, complaints, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    await page.getByRole('button', { name: 'Run' }).click()
    const answer = page.getByRole('region', { name: 'Answer' })
    await answer.getByText('"Ada Marlow"').waitFor()
    expect(await page.locator(':focus').innerText(), 'focus stays where the person was').toBe('Run')
    expect(JSON.parse(await answer.innerText())).toMatchObject({
      data: { users: [{ id: '1001001', login: 'ada' }] },
    })

    await page.getByLabel('Example').selectOption({ label: "Somebody else's e-mail (refused)" })
    await page.getByLabel('Query', { exact: true }).press('Control+Enter')
    await page.getByText("field 'email' not found in type: 'users'", { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('signs another device out, and only that one', async () => {
    const first = await world().openPage()
    const second = await world().openPage({ userAgent: 'curl/8.5.0' })
    await signInAs(second.page, 'Ben Castillo')
    await signInAs(first.page, 'Ben Castillo')
    await first.page.getByRole('button', { name: 'Sign out curl/8.5.0' }).click()
    await first.page.getByRole('button', { name: 'Sign out curl/8.5.0' }).waitFor({ state: 'detached' })
    await first.page.locator('#devices').getByText('This device').waitFor()
    await first.close()
    await second.close()
  })

  it('signs out, and shows nothing any more', async () => {
    const { page, complaints, close } = await world().openPage()
    await signInAs(page, 'Cleo Santos')
    await page.getByRole('heading', { name: 'Cleo Santos' }).waitFor()
    await page.locator('#person').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await page.goto('/')
    await page.waitForURL('**/signin?returnTo=%2F')
    // What is left says which session ended here, and lets nobody in.
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['gha-ended'])
    expect(complaints).toEqual([])
    await close()
  })

  it('signs out everywhere, after asking', async () => {
    const one = await world().openPage()
    const other = await world().openPage()
    await signInAs(one.page, 'Cleo Santos')
    await signInAs(other.page, 'Cleo Santos')
    await one.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await one.page.getByRole('button', { name: 'Keep me signed in' }).click()
    await one.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await one.page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await one.page.getByText('You are signed out on all devices.').waitFor()
    await one.close()
    // Another browser knows it once it looks; its access token works on for a while.
    await other.page.reload()
    await other.page.getByText('This session was ended elsewhere.').waitFor()
    await other.close()
  })

  it('draws every icon, on the first page of a visit and after a reload', async () => {
    const { page, close } = await world().openPage()
    const widths = () =>
      page.evaluate(() =>
        Array.from(
          document.querySelectorAll<SVGSVGElement>('main svg.icon'),
          (icon) => icon.clientWidth && icon.getBBox().width,
        ),
      )
    await page.goto('/')
    await page.waitForURL('**/signin**')
    expect(await widths()).not.toContain(0)
    await signInAs(page, 'Ada Marlow')
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await page.reload()
    await page.locator('#activity').getByText('Signed in').first().waitFor()
    expect((await widths()).length).toBeGreaterThan(5)
    await expect.poll(widths).not.toContain(0)
    await close()
  })

  it('R-09 says so when the session was over before the person signed out', async () => {
    for (const [button, said] of [
      ['Sign out', 'This session was over already.'],
      ['Sign out everywhere', 'This session was over already. Your other devices are as they were.'],
    ] as const) {
      const { page, complaints, close } = await world().openPage()
      await signInAs(page, 'Cleo Santos')
      await page.getByRole('heading', { name: 'Cleo Santos' }).waitFor()
      await world().stack.database.exec('delete from sessions')
      if (button === 'Sign out') await page.locator('#person').getByRole('button', { name: button }).click()
      else {
        await page.getByRole('button', { name: button }).click()
        await page.getByRole('dialog').getByRole('button', { name: button }).click()
      }
      await page.getByText(said, { exact: true }).waitFor()
      expect(complaints).toEqual([])
      await close()
    }
  })

  it('R-09b says why when the token of the person was over', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Cleo Santos')
    await page.getByRole('heading', { name: 'Cleo Santos' }).waitFor()
    await world().stack.database.exec('update sessions set presented = 1; update sessions set presented = 2')
    await page.locator('#person').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('This session was ended for your safety.').waitFor()
    await close()
  })

  it('R-09 says that the person is still signed in when the server did not do it', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ben Castillo')
    await page.getByRole('heading', { name: 'Ben Castillo' }).waitFor()
    await world().stack.withoutEngine(async () => {
      await page.locator('#person').getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You are still signed in.').waitFor()
    })
    await page.locator('#person').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await close()
  })

  it('shows sessions that nobody came back to, and what ended others', async () => {
    const { page, complaints, close } = await world().openPage()
    await world().stack.database.exec('delete from sessions; delete from auth_log')
    await signInAs(page, 'Ada Marlow')
    const unknown = { userAgent: 'curl/8.5.0' }
    const other = await world().openPage(unknown)
    await signInAs(other.page, 'Ada Marlow')
    await other.close()
    await world().stack.database.exec(`
      insert into auth_log (user_id, session_id, event, detail) values
        ('1001001', gen_random_uuid(), 'signed-out', '{"by": "replaced"}'),
        ('1001001', gen_random_uuid(), 'signed-out', '{"by": "displaced"}'),
        ('1001001', gen_random_uuid(), 'sign-in-abandoned', '{}')`)
    await page.reload()
    const unused = page.locator('#devices li', { hasText: 'curl/8.5.0' })
    expect(await unused.innerText()).toMatch(/Browser · never used · since just now/)
    expect(await page.locator('#devices li', { hasText: 'This device' }).innerText()).not.toContain('never')
    const activity = page.locator('#activity')
    await activity.getByText('a new sign-in in that browser took its place').waitFor()
    await activity.getByText('a newer device took its place').waitFor()
    await activity.getByText('Sign-in not finished: the answer came too late').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('brings a visitor back to where they wanted to go', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/?from=mail')
    await page.waitForURL('**/signin?returnTo=*')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).click()
    await page.getByRole('heading', { name: 'Ada Marlow' }).waitFor()
    expect(new URL(page.url()).search).toBe('?from=mail')
    await close()
  })

  it('says what is wrong when the person refuses at GitHub', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/signin')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.locator('main').innerText()).toMatch(/denied|refused/i)
    await page.getByRole('link', { name: 'Start again' }).click()
    await page.getByRole('link', { name: 'Continue with GitHub' }).waitFor()
    await close()
  })
}
