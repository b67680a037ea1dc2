import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { context, launch, open } from './browser'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
})
afterAll(() => browser.close())

test('a search without a hit says why and offers to clear', async () => {
  await open(page, '/items?q=zqxjkvbz&kind=penalty')
  await page.getByRole('heading', { name: '没有符合条件的事项' }).waitFor()
  await page.getByRole('button', { name: '清除筛选' }).last().click()
  await page.locator('[data-row]').first().waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('an item that does not exist is an error with a trace id and a way to try again', async () => {
  await open(page, '/items/01900000-0000-7000-8000-000000000000')
  const alert = page.getByRole('alert')
  await alert.getByText(/追踪号/u).waitFor()
  expect(await alert.getByRole('button', { name: '重试' }).isVisible()).toBe(true)
})

test('a server that does not answer is said so, and retrying brings the list', async () => {
  await page.route('**/api/v1/items?*', (route) => route.abort())
  await page.route('**/api/v1/items', (route) => route.abort())
  await open(page, '/items')
  await page.getByRole('heading', { name: '连接不到服务器' }).waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: '重试' }).click()
  await page.locator('[data-row]').first().waitFor()
})

test('a slow answer shows grey rows, a quick one does not', async () => {
  await page.route('**/api/v1/statutes*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800))
    await route.continue()
  })
  await page.goto(`${new URL(page.url()).origin}/admin/statutes`)
  await page.locator('.skeleton').waitFor()
  await page.locator('[data-row]').first().waitFor()
  expect(await page.locator('.skeleton').count()).toBe(0)
  await page.unrouteAll()
})

test('an answer that comes late does not replace a newer one', async () => {
  await open(page, '/items')
  await page.route('**/api/v1/items?*', async (route) => {
    if (route.request().url().includes(encodeURIComponent('擅'))) await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue().catch(() => undefined)
  })
  const field = page.locator('main [data-page-search] input')
  await field.fill('擅')
  await page.waitForTimeout(200)
  await field.fill('zqxjkvbz')
  await page.getByRole('heading', { name: '没有符合条件的事项' }).waitFor()
  await page.waitForTimeout(1000)
  expect(await page.getByRole('heading', { name: '没有符合条件的事项' }).isVisible()).toBe(true)
  await page.unrouteAll()
})

test('an address that is no page leads back', async () => {
  await open(page, '/nowhere')
  await page.getByRole('link', { name: '回到执法事项' }).click()
  await page.waitForURL(/\/items$/u)
})

test('a wrong day is refused and the list stays', async () => {
  await open(page, '/items')
  const day = page.getByLabel('时点', { exact: true })
  await day.fill('2026-02-30')
  await day.press('Enter')
  await page.getByText('请写成 2026-11-24 这样的日期').waitFor()
  expect(page.url()).not.toContain('as_of')
})

test('filters are kept under a name, set again with one press, and dropped', async () => {
  await open(page, '/items?kind=penalty')
  await page.getByRole('button', { name: '存为常用筛选' }).click()
  await page.getByLabel('常用筛选的名称').fill('处罚')
  await page.keyboard.press('Enter')
  await open(page, '/items')
  await page.getByRole('button', { name: '处罚', exact: true }).click()
  await page.waitForURL(/kind=penalty/u)
  await page.getByRole('button', { name: '移除 处罚' }).click()
  expect(await page.getByRole('button', { name: '处罚', exact: true }).count()).toBe(0)
})
