import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { context, launch, open } from './browser'

/** The fictional ordinance of the sample pack that has two versions. */
const ORDINANCE = '云麓市市容和环境卫生管理条例'

let browser: Browser
let page: Page
const wrong: string[] = []

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
})
afterAll(() => browser.close())

test('an officer finds an item by pinyin initials and opens it', async () => {
  await open(page, '/items')
  await page.keyboard.press('/')
  await page.keyboard.type('bstd') // 摆设摊点
  await page.getByRole('link', { name: /摆设摊点/u }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/items\/.+/u)
  await page.getByRole('heading', { level: 1, name: /云麓市/u }).waitFor()
  expect(await page.getByRole('table').first().textContent()).toContain('罚款')
})

test('the item shows the words it was read from, marked in the provision', async () => {
  expect(await page.locator('.provisions mark').allTextContents()).not.toEqual([])
})

test('from the item the reader opens at the provision', async () => {
  await page.locator('.provisions .sanction').getByRole('link').first().click()
  await page.waitForURL(/\/statutes\/.+#/u)
  await page.locator('.targeted').first().waitFor()
  expect(await page.locator('.targeted').first().isVisible()).toBe(true)
})

test('hovering a citation shows its text, and following it goes there', async () => {
  const citation = page.locator('.targeted a.citation, .targeted .citation').first()
  await citation.hover()
  const card = page.locator('.citation-card')
  await card.getByText(/第.+条/u).first().waitFor()
  await page.keyboard.press('Escape')
  expect(await card.count()).toBe(0)
  const before = page.url()
  await citation.click()
  await page.waitForFunction((was) => location.href !== was, before)
  await page.locator('.targeted').first().waitFor()
})

test('another version is read after switching, and the page says that it is not in force', async () => {
  await open(page, `/statutes/${encodeURIComponent(ORDINANCE)}`)
  const versions = page.locator('.pick select')
  const old = await versions.locator('option').last().getAttribute('value')
  await versions.selectOption(old)
  await page.getByText(/您看到的是.+已被修改/u).waitFor()
  expect(page.url()).toContain(`version=${old}`)
})

test('a day in the past picks the version that was in force then', async () => {
  await open(page, `/statutes/${encodeURIComponent(ORDINANCE)}`)
  await page.getByLabel('时点', { exact: true }).fill('2020-06-01')
  await page.getByLabel('时点', { exact: true }).press('Enter')
  await page.waitForURL(/as_of=2020-06-01/u)
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('.pick select')?.value === '2019-05-30')
})

test('two versions are compared word by word, with the items touched', async () => {
  await open(page, `/statutes/${encodeURIComponent(ORDINANCE)}`)
  await page.getByRole('button', { name: '与另一版本比较' }).click()
  await page.waitForURL(/\/compare\?from=.+&to=.+/u)
  await page.locator('ins').first().waitFor()
  expect(await page.locator('del').count()).toBeGreaterThan(0)
  expect(await page.locator('summary').textContent()).toMatch(/受影响的执法事项/u)
})

test('no step of the walk raised an error in the browser', () => {
  expect(wrong).toEqual([])
})
