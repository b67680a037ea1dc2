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

const lang = () => page.evaluate(() => document.documentElement.lang)

test('the desk is Chinese first', async () => {
  await open(page, '/items')
  expect(await lang()).toBe('zh-CN')
  expect(await page.title()).toBe('执法事项 · 獬豸 法律法规库')
})

test('one click makes it English: texts, title and lang', async () => {
  await page.getByRole('button', { name: 'English' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Enforcement items')
  expect(await lang()).toBe('en')
  expect(await page.title()).toBe('Enforcement items · Xiezhi Law library')
})

test('the choice is kept when the page is loaded again', async () => {
  await page.reload({ waitUntil: 'networkidle' })
  expect(await lang()).toBe('en')
})

test.each(['/items', '/statutes', '/changes', '/check', '/import', '/search', '/nowhere'])(
  'the English page %s shows no Chinese outside of law and examples',
  async (path) => {
    await open(page, path)
    const left = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const found: string[] = []
      while (walker.nextNode()) {
        const text = walker.currentNode.textContent ?? ''
        const parent = walker.currentNode.parentElement
        const ofLaw = parent?.closest('[lang="zh-CN"]:not(html), option, .el-select-dropdown, noscript, script, style, td')
        if (/[\u4e00-\u9fff]/u.test(text) && !ofLaw) found.push(text.trim())
      }
      return found
    })
    expect(left).toEqual([])
  },
)
