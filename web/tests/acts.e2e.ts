import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { BASE, context, DESK, launch, NAME, open, SESSION } from './browser'
import { ask, person } from './person'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
})
afterAll(() => browser.close())

async function openRead(nth: number) {
  await open(page, '/items?state=read&kind=penalty')
  await page.locator('[data-row]').nth(nth).click()
  await page.getByRole('heading', { level: 1, name: /《/u }).waitFor()
}

test('a review needs a reason, and enters the history under the name of who is signed in', async () => {
  await openRead(0)
  await page.getByRole('button', { name: '标为已审核' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(`将以${NAME}的名义`).waitFor()
  await dialog.getByRole('button', { name: '标为已审核' }).click()
  expect(await dialog.getByRole('alert').getByRole('link').count()).toBe(1)
  await dialog.getByLabel(/理由/u).fill('已对照原文核对')
  await dialog.getByRole('button', { name: '标为已审核' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.history').getByText(NAME).waitFor()
  expect(await page.locator('.page-head').getByText('已审核').isVisible()).toBe(true)
})

test('the item is then adopted', async () => {
  await page.getByRole('button', { name: '采用事项' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/理由/u).fill('核对无误')
  await dialog.getByRole('button', { name: '采用事项' }).click()
  await page.locator('.page-head').getByText('已采用').waitFor()
})

test('a correction is saved and shown', async () => {
  await openRead(1)
  await page.getByRole('button', { name: '更正内容' }).click()
  await page.getByLabel('行为', { exact: true }).fill('更正后的行为的')
  await page.getByLabel(/理由/u).fill('与原文不符')
  await page.locator('form').getByRole('button', { name: '更正内容' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/correct'))
  await page.locator('.facts').getByText('更正后的行为的').waitFor()
  await page.locator('.history').getByText('与原文不符').waitFor()
})

test('who corrects what another has changed meanwhile sees both', async () => {
  await openRead(2)
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  await page.getByRole('button', { name: '更正内容' }).click()
  await page.getByLabel('行为', { exact: true }).fill('我填写的行为的')
  await page.getByLabel(/理由/u).fill('与原文不符')
  const now = await fetch(`${BASE}/api/v1/items/${encodeURIComponent(id)}`)
  const answer = await fetch(`${BASE}/api/v1/items/${encodeURIComponent(id)}/review`, {
    method: 'POST',
    headers: {
      cookie: SESSION,
      'content-type': 'application/json',
      'if-match': now.headers.get('etag') ?? '',
    },
    body: JSON.stringify({ reason: '先一步审核' }),
  })
  expect(answer.status).toBe(200)
  await page.locator('form').getByRole('button', { name: '更正内容' }).click()
  const conflict = page.getByRole('alert')
  await conflict.getByRole('heading', { name: /已被别人修改/u }).waitFor()
  expect(await conflict.textContent()).toContain('我填写的行为的')
  await page.getByRole('button', { name: '按我的内容再次提交' }).click()
  await page.locator('.facts').getByText('我填写的行为的').waitFor()
})

test('an item is split into two that know where they came from', async () => {
  await openRead(3)
  await page.getByRole('button', { name: '拆分事项' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('第 1 个事项的行为').fill('拆出的第一种行为的')
  await dialog.getByLabel('第 2 个事项的行为').fill('拆出的第二种行为的')
  await dialog.getByLabel(/理由/u).fill('两种行为')
  await dialog.getByRole('button', { name: '拆分事项' }).click()
  await page.locator('.facts').getByText('拆出的第一种行为的').waitFor()
  await page.locator('.history').getByText('拆分自').waitFor()
})

test('two items are merged into one', async () => {
  await openRead(0)
  await page.getByRole('button', { name: '合并事项' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.found button').first().click()
  await dialog.getByLabel('合并后的行为').fill('合并后的行为的')
  await dialog.getByLabel(/理由/u).fill('同一行为')
  await dialog.getByRole('button', { name: '合并事项' }).click()
  await page.locator('.facts').getByText('合并后的行为的').waitFor()
  await page.locator('.history').getByText('合并自').first().waitFor()
})

test('who is not signed in reads the item, sees no act, and is led to the sign-in', async () => {
  const stranger = await (await context(browser, DESK, '')).newPage()
  await open(stranger, new URL(page.url()).pathname.replace('/admin', ''))
  await stranger.locator('.facts').getByText('合并后的行为的').waitFor()
  expect(await stranger.getByRole('button', { name: '更正内容' }).count()).toBe(0)
  await stranger.locator('.may-not').getByRole('link', { name: '登录' }).click()
  await stranger.getByRole('heading', { level: 1, name: '登录' }).waitFor()
  expect(new URL(stranger.url()).searchParams.get('next')).toContain('/items/')
  await stranger.context().close()
})

test('an act without a sign-in is refused by the API', async () => {
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const answer = await fetch(`${BASE}/api/v1/items/${id}/review`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'if-match': '"1"' },
    body: JSON.stringify({ reason: '未登录' }),
  })
  expect(answer.status).toBe(401)
  expect(((await answer.json()) as { code: string }).code).toBe('access.not_signed_in')
})

test('a person without the right sees no act and why, and the API refuses', async () => {
  const { session } = await person(BASE, SESSION, 'acts-nobody')
  const other = await (await context(browser, DESK, session)).newPage()
  const path = new URL(page.url()).pathname.replace('/admin', '')
  await open(other, path)
  await other.locator('.may-not').getByText('您的角色不能审核、采用或更正事项').waitFor()
  expect(await other.getByRole('button', { name: '更正内容' }).count()).toBe(0)
  await other.keyboard.press('e')
  expect(new URL(other.url()).pathname).toBe(`/admin${path}`)
  await open(other, '/import')
  expect(await other.getByRole('button', { name: '开始导入' }).count()).toBe(0)
  const refused = await ask(BASE, session, '/imports', { path: 'statutes' })
  expect([refused.status, refused.body['code']]).toEqual([403, 'access.forbidden'])
  await other.context().close()
})

test('a session that ends while one writes asks for the sign-in and keeps what was written', async () => {
  const lapsed = await context(browser)
  const desk = await lapsed.newPage()
  await open(desk, new URL(page.url()).pathname.replace('/admin', ''))
  await desk.getByRole('button', { name: '更正内容' }).click()
  await desk.getByLabel('行为', { exact: true }).fill('写到一半的行为的')
  await desk.getByLabel(/理由/u).fill('会话结束')
  await lapsed.clearCookies()
  await desk.locator('form').getByRole('button', { name: '更正内容' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByLabel('登录名').waitFor()
  await dialog.getByRole('button', { name: '关闭' }).click()
  expect(await desk.getByLabel('行为', { exact: true }).inputValue()).toBe('写到一半的行为的')
  await lapsed.close()
})
