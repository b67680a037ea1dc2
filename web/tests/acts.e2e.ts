import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { BASE, context, launch, open, TOKEN } from './browser'

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

test('a review needs a name, a reason and the token, and enters the history', async () => {
  await openRead(0)
  await page.getByRole('button', { name: '标为已审核' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '标为已审核' }).click()
  expect(await dialog.getByRole('alert').getByRole('link').count()).toBe(3)
  await dialog.getByLabel(/您的姓名/u).fill('林审核')
  await dialog.getByLabel(/理由/u).fill('已对照原文核对')
  await dialog.getByLabel(/口令/u).fill(TOKEN)
  await dialog.getByRole('button', { name: '标为已审核' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.history').getByText('林审核').waitFor()
  expect(await page.locator('.page-head').getByText('已审核').isVisible()).toBe(true)
})

test('the item is then adopted, and the token is not asked for again', async () => {
  await page.getByRole('button', { name: '采用事项' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByLabel(/口令/u).count()).toBe(0)
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
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'if-match': now.headers.get('etag') ?? '',
    },
    body: JSON.stringify({ actor: '王先到', reason: '先一步审核' }),
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
