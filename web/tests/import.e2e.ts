import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { BASE, context, DESK, launch, open } from './browser'

/** A short ordinance of the fictional city, with half-width punctuation so that there is a finding. */
const ORDINANCE = `# 云麓市夜间照明管理规定

2025年3月20日 云麓市人民政府第十二次常务会议通过

<!-- INFO END -->

第一条 为了规范夜间照明,制定本规定。

第二条 本市户外照明设施的设置和管理,适用本规定。

第三条 户外照明设施应当在每日二十三时前关闭。

第四条 违反本规定第三条规定，未按时关闭户外照明设施的，由区城市管理部门责令改正，处五百元以上二千元以下罚款。

第五条 本规定自2025年6月1日起施行。
`

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
})
afterAll(() => browser.close())

const choose = () =>
  page.locator('input[type=file]').setInputFiles({
    name: '云麓市夜间照明管理规定(2025-03-20).md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(ORDINANCE),
  })

test('an import without a file says so', async () => {
  await open(page, '/import')
  await page.getByRole('button', { name: '开始导入' }).click()
  const summary = page.getByRole('alert')
  expect(await summary.getByRole('link').count()).toBe(1)
})

test('who is not signed in sees what was imported and no form, and the API refuses', async () => {
  const stranger = await (await context(browser, DESK, '')).newPage()
  await open(stranger, '/import')
  await stranger.locator('.may-not').getByRole('link', { name: '登录' }).waitFor()
  expect(await stranger.getByRole('button', { name: '开始导入' }).count()).toBe(0)
  await stranger.getByRole('heading', { name: '导入记录' }).waitFor()
  const answer = await stranger.request.post(`${BASE}/api/v1/imports`, { data: { path: 'statutes' } })
  expect(answer.status()).toBe(401)
  await stranger.context().close()
})

test('a path outside the import folder is refused', async () => {
  await page.getByLabel('服务器上的路径').first().check()
  await page.locator('#import-path').fill('../../etc')
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByRole('alert').getByText(/追踪号/u).waitFor()
})

test('an uploaded ordinance is imported with progress, and its item is found', async () => {
  await page.getByLabel('上传文件').check()
  await choose()
  await page.getByRole('button', { name: '开始导入' }).click()
  const progress = page.getByRole('region', { name: '导入进度' })
  await progress.getByText('已完成', { exact: true }).waitFor()
  expect(await progress.textContent()).toMatch(/1 \/ 1 个文件/u)
  await page.getByRole('heading', { name: '发现', exact: true }).waitFor()
  await open(page, '/items?q=zmss')
  await page.getByRole('link', { name: /户外照明设施/u }).first().waitFor()
})
