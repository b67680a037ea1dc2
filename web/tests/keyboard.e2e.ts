import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { context, launch, open, PHONE } from './browser'

let browser: Browser
let page: Page
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
})
afterAll(() => browser.close())

test('the first stop of a page is the way past the navigation', async () => {
  await open(page, '/items')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('跳到正文')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
})

test('/ goes to the search field and Esc leaves it', async () => {
  await open(page, '/items')
  await page.locator('[data-row]').first().waitFor()
  await page.keyboard.press('/')
  expect(await focused()).toBe('搜索执法事项')
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
})

test('j and k walk the rows, Enter opens, ] and [ go on from item to item', async () => {
  await open(page, '/items')
  const rows = page.locator('[data-row]')
  await rows.first().waitFor()
  const second = await rows.nth(1).getAttribute('href')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(second)
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === second)
  await page.getByRole('heading', { level: 1, name: /《/u }).waitFor()
  await page.keyboard.press(']')
  await page.waitForURL((url) => url.pathname !== second)
  await page.getByRole('heading', { level: 1, name: /《/u }).waitFor()
  await page.keyboard.press('[')
  await page.waitForURL((url) => url.pathname === second)
})

test('? shows the shortcuts, Esc closes them and the keys work again', async () => {
  await open(page, '/statutes')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL(/\/items$/u)
})

test('keys are off while one types', async () => {
  await open(page, '/items')
  await page.keyboard.press('/')
  await page.keyboard.type('?')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('a dialog gives the focus back to the button that opened it', async () => {
  await open(page, '/items?state=read')
  await page.locator('[data-row]').first().click()
  const button = page.getByRole('button', { name: '标为已审核' })
  await button.click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await focused()).toContain('标为已审核')
})

test('on a phone the navigation is a drawer that opens, holds the focus and closes', async () => {
  const phone = await (await context(browser, PHONE)).newPage()
  await open(phone, '/items')
  await phone.getByRole('button', { name: '菜单' }).click()
  await phone.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === '关闭菜单')
  await phone.keyboard.press('Escape')
  await phone.getByRole('link', { name: '法规', exact: true }).waitFor({ state: 'hidden' })
  expect(await phone.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('菜单')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})
