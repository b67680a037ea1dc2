import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { context, launch, open } from './browser'

const HEAD = '主体编号,名称,类别,层级,上级编号,区划代码,负责人,确认文号,公布日期,起始日期'
const city = (area: string) => `${HEAD}
YLE,云麓市城市管理局（虚构）,行政机关,市级,,990100,虚甲,云府发〔2020〕1号（虚构）,2020-01-10,2020-02-01
YLE-D1,东湖区城市管理局（虚构）,行政机关,县区级,YLE,990101,虚乙,云府发〔2020〕2号（虚构）,,2020-02-01
YLE-S1,柳岸街道办事处（虚构）,行政机关,镇街级,YLE-D1,${area},虚丙,云府发〔2021〕8号（虚构）,,2021-07-01
YLE-S2,石桥街道办事处（虚构）,行政机关,镇街级,YLE-D1,990101002,虚丁,云府发〔2021〕8号（虚构）,,2021-07-01
YLE-S3,梅园街道办事处（虚构）,行政机关,镇街级,YLE-D1,990101003,虚戊,云府发〔2021〕8号（虚构）,,2021-07-01
`
const OFFICERS = `人员编号,姓名,主体编号,岗位,辅助人员,执法证号,执法类别,执法区域,核发日期,到期日期,起始日期
YLE-0001,虚构甲,YLE-S1,一级执法员（虚构）,否,虚证990001,城市管理（虚构）,990101,2024-01-01,2028-12-31,2024-01-01
YLE-0002,虚构乙,YLE-S2,巡查协助（虚构）,是,,,,,,2024-01-01
`
const BEFORE = '2026-12-31'
const MERGED = '2027-01-01'
const MOVED = '2027-03-01'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch()
  page = await (await context(browser)).newPage()
})
afterAll(() => browser.close())

const choose = (name: string, text: string) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const button = (name: string | RegExp, within: Page | Locator = page) => within.getByRole('button', { name, exact: true })
const report = () => page.getByRole('region', { name: '检查结果' })
const dialog = () => page.getByRole('dialog')

/** Fills a day and leaves the field, so that it is read. */
async function day(within: Page | Locator, label: string, value: string) {
  await within.getByLabel(label, { exact: true }).fill(value)
  await within.getByLabel(label, { exact: true }).press('Tab')
}

async function bring(name: string, text: string, rows: number) {
  await choose(name, text)
  await button('检查').click()
  await report().getByText('没有错误，可以导入。').waitFor()
  await page.getByLabel(/^理由/u).fill('虚构的初次登记')
  await button(`导入 ${rows} 行`).click()
  await report().getByText('已全部写入登记库。').waitFor()
}

test('a workbook is not checked before it is chosen', async () => {
  await open(page, '/register/import?kind=authorities')
  await button('检查').click()
  expect(await page.getByRole('alert').getByRole('link', { name: '请选择文件' }).isVisible()).toBe(true)
})

test('a fault is shown by its row and its column, and nothing is written', async () => {
  await choose('authorities.csv', city('东湖区'))
  await button('检查').click()
  await report().getByText(/发现 1 处错误/u).waitFor()
  const cells = report().locator('tbody tr').first().locator('td')
  expect((await cells.allTextContents()).slice(0, 2)).toEqual(['4', '区划代码'])
  expect(await button(/^导入 \d/u).count()).toBe(0)
})

test('the corrected workbook is imported and stands in the tree', async () => {
  await bring('authorities.csv', city('990101001'), 5)
  await open(page, '/register/authorities')
  const rows = page.getByRole('table', { name: '执法主体' }).locator('tbody tr')
  await rows.filter({ hasText: 'YLE-S3' }).waitFor()
  const indent = (code: string) =>
    rows.filter({ has: page.getByRole('cell', { name: code, exact: true }) }).locator('td').first()
      .evaluate((cell) => Number.parseFloat(getComputedStyle(cell).paddingInlineStart))
  const [top, middle, street] = [await indent('YLE'), await indent('YLE-D1'), await indent('YLE-S1')]
  expect(top).toBeLessThan(middle)
  expect(middle).toBeLessThan(street)
  await button('东湖区城市管理局（虚构） 的下级').click()
  await rows.filter({ hasText: 'YLE-S1' }).waitFor({ state: 'detached' })
})

test('a search by initials shows the street and the way to it', async () => {
  await page.getByLabel('查找执法主体').last().fill('mzyl')
  await page.getByRole('heading', { name: '没有符合条件的记录' }).waitFor()
  await page.getByLabel('查找执法主体').last().fill('myjd')
  const names = page.locator('[data-row]')
  await names.filter({ hasText: '梅园' }).waitFor()
  expect(await names.filter({ hasText: '石桥' }).count()).toBe(0)
  expect(await names.filter({ hasText: '东湖区' }).count()).toBe(1)
})

test('officers are imported after their authorities', async () => {
  await open(page, '/register/import?kind=officers')
  await bring('officers.csv', OFFICERS, 2)
  await open(page, '/register/officers')
  await page.locator('[data-row]').filter({ hasText: '虚构甲' }).waitFor()
  const row = page.locator('tbody tr').filter({ hasText: 'YLE-0001' })
  expect(await row.getByText('有效', { exact: true }).isVisible()).toBe(true)
  await open(page, '/register/officers?certified=false&q=YLE-')
  await page.locator('tbody tr').filter({ hasText: 'YLE-0002' }).waitFor()
  expect(await page.locator('tbody tr').filter({ hasText: 'YLE-0001' }).count()).toBe(0)
})

test('two streets are merged on a day; a dialog that lacks fields names them', async () => {
  await open(page, '/register/authorities?q=YLE-S2')
  await page.locator('[data-row]').filter({ hasText: '石桥' }).click()
  await button('合并').click()
  await button('合并', dialog()).click()
  expect(await dialog().getByRole('alert').getByRole('link').count()).toBe(2)
  await dialog().getByLabel(/再加一个主体/u).fill('柳岸')
  await button(/柳岸街道办事处/u, dialog()).click()
  await dialog().getByLabel('合并后的主体').selectOption({ label: '并入：石桥街道办事处（虚构）' })
  await day(dialog(), '合并日期', MERGED)
  await dialog().getByLabel(/^理由/u).fill('云府发〔2026〕88号撤并（虚构）')
  await button('合并', dialog()).click()
  await dialog().waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: '承继关系' }).waitFor()
  await page.getByRole('link', { name: '柳岸街道办事处（虚构）' }).first().waitFor()
  await page.getByText('云府发〔2026〕88号撤并（虚构）').first().waitFor()
})

test('the tree of the day before has both, that of the day after has one', async () => {
  for (const [on, there] of [
    [BEFORE, 1],
    [MERGED, 0],
  ] as const) {
    await open(page, `/register/authorities?as_of=${on}`)
    await page.locator('[data-row]').filter({ hasText: '石桥' }).waitFor()
    expect(await page.locator('[data-row]').filter({ hasText: '柳岸' }).count()).toBe(there)
  }
})

test('who is no longer registered names who stands in its place', async () => {
  await open(page, `/register/authorities?as_of=${BEFORE}`)
  await page.locator('[data-row]').filter({ hasText: '柳岸' }).click()
  await page.getByRole('heading', { name: '当日登记' }).waitFor()
  await day(page, '时点', MERGED)
  const note = page.getByRole('status').filter({ hasText: '已不在册' })
  await note.getByRole('link', { name: '石桥街道办事处（虚构）' }).waitFor()
})

test('the way to another authority keeps the day and shows that authority', async () => {
  await open(page, `/register/authorities?as_of=${BEFORE}&q=YLE-S1`)
  await page.locator('[data-row]').filter({ hasText: '柳岸' }).click()
  await page.getByRole('link', { name: '石桥街道办事处（虚构）' }).first().click()
  await page.getByRole('heading', { level: 1, name: '石桥街道办事处（虚构）' }).waitFor()
  await page.getByText(`${MERGED} 的状况`).waitFor()
  await day(page, '时点', BEFORE)
  await page.waitForURL(new RegExp(`as_of=${BEFORE}`, 'u'))
  await page.getByText(`${BEFORE} 的状况`).waitFor()
})

test('the officer has gone over with the street, and is then moved', async () => {
  await open(page, `/register/officers?as_of=${MERGED}&q=YLE-0001`)
  await page.locator('tbody tr').filter({ hasText: '石桥街道办事处（虚构）' }).waitFor()
  await page.locator('[data-row]').filter({ hasText: '虚构甲' }).click()
  await page.getByText(/可以执法|证.*有效/u).first().waitFor()
  await button('调动').click()
  await button('更换', dialog()).click()
  await dialog().getByLabel(/^执法主体/u).fill('梅园')
  await button(/梅园街道办事处/u, dialog()).click()
  await dialog().getByLabel('岗位', { exact: true }).fill('二级执法员（虚构）')
  await day(dialog(), '生效日期', MOVED)
  await dialog().getByLabel(/^理由/u).fill('虚构的工作调动')
  await button('调动', dialog()).click()
  await dialog().waitFor({ state: 'detached' })
  const posts = page.locator('section').filter({ has: page.getByRole('heading', { name: '任职经历' }) }).locator('li')
  await posts.filter({ hasText: '梅园' }).waitFor()
  expect(await posts.count()).toBe(3)
  await posts.filter({ hasText: `${MOVED} 起` }).getByText(/虚构的工作调动/u).waitFor()
  await day(page, '时点', MOVED)
  const facts = page.locator('section').filter({ has: page.getByRole('heading', { name: '当日任职' }) })
  await facts.getByText('二级执法员（虚构）').waitFor()
})

test('a certificate that is suspended is so from its day on', async () => {
  await button('变更状态').click()
  await dialog().getByLabel('新状态').selectOption({ label: '暂扣' })
  await day(dialog(), '生效日期', '2027-04-01')
  await dialog().getByLabel(/^理由/u).fill('虚构的核查')
  await button('变更状态', dialog()).click()
  await dialog().waitFor({ state: 'detached' })
  const paper = page.locator('section').filter({ has: page.getByRole('heading', { name: '执法证', exact: true }) })
  await paper.getByText('有效', { exact: true }).waitFor()
  await day(page, '时点', '2027-04-01')
  await paper.getByText('暂扣', { exact: true }).waitFor()
})

test('a change that somebody else overtook is refused and what was typed is kept', async () => {
  await open(page, '/register/authorities?q=YLE-S3')
  await page.locator('[data-row]').filter({ hasText: '梅园' }).click()
  await button('更名').waitFor()
  const other = await page.context().newPage()
  await other.goto(page.url(), { waitUntil: 'networkidle' })
  for (const [on, name, done] of [
    [other, '梅园新城街道办事处（虚构）', true],
    [page, '梅园老城街道办事处（虚构）', false],
  ] as const) {
    await on.getByRole('button', { name: '更名' }).click()
    const form = on.getByRole('dialog')
    await form.getByLabel('新名称').fill(name)
    await form.getByLabel(/^理由/u).fill('虚构的更名')
    await form.getByRole('button', { name: '更名' }).click()
    if (done) await form.waitFor({ state: 'detached' })
    else await form.getByRole('alert').getByText(/已被他人修改/u).first().waitFor()
  }
  expect(await dialog().getByLabel('新名称').inputValue()).toBe('梅园老城街道办事处（虚构）')
  await other.close()
})
