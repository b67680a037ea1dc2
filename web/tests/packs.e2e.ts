import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { context, launch, open } from './browser'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
  await open(page, '/packs?lang=zh')
  await page.getByRole('link', { name: '全国规则包' }).click()
  await page.getByRole('heading', { name: '全国规则包' }).waitFor()
})
afterAll(() => browser.close())

test('a parameter of the pack in use is read with its provision, its days and both languages', async () => {
  await page.getByRole('button', { name: /^参数/u }).click()
  await page.getByLabel('在规则中查找').fill('penalty.officers')
  const rule = page.getByRole('article')
  await rule.getByText('执法人员不得少于').waitFor()
  expect(await rule.count()).toBe(1)
  const text = await rule.innerText()
  expect(text).toContain('officers at least')
  expect(text).toContain('2021-07-15 起')
  expect(text).toContain('行为作出之日')
  expect(await rule.getByRole('link', { name: '《行政处罚法》第四十二条' }).getAttribute('href')).toContain('#42')
})

test('the check says what was checked and names each place', async () => {
  await page.getByRole('button', { name: '检查' }).click()
  await page.getByText(/核对了 \d+ 条规则/u).waitFor()
  // The library of the test holds the ordinances of the fictional city only.
  await page.getByText(/cn\/documents\/\w+\.yaml 第 \d+ 行/u).first().waitFor()
})

test('a file is read as it was', async () => {
  await page.getByRole('button', { name: '文件', exact: true }).click()
  await page.getByRole('button', { name: 'parameters/enforcement.yaml' }).click()
  await page.getByRole('dialog').getByText('id: penalty.officers').waitFor()
  await page.keyboard.press('Escape')
})

test('a pack does not differ from itself', async () => {
  const { pathname } = new URL(page.url())
  const digest = pathname.split('/').at(-1) ?? ''
  await open(page, `/packs/comparison?before=${digest}&after=${digest}`)
  await page.getByText('两版的规则没有不同').waitFor()
})

test('the start with the pack is on the record', async () => {
  await open(page, '/audit?group=system')
  await page.getByRole('button', { name: '查看行为：规则包启用' }).first().click()
  await page.getByRole('dialog').getByText('系统（服务启动）').waitFor()
})
