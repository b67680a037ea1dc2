import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { BASE, context, DESK, launch, open, PHONE, SESSION } from './browser'
import { findings } from './findings'
import { ask, person } from './person'

const AUTHORITIES = `主体编号,名称,类别,层级,上级编号,区划代码,确认文号,起始日期
YLC,云麓市案件试用局（虚构）,行政机关,市级,,990100,云府发〔2019〕9号（虚构）,2019-03-01
`
const OFFICERS = `人员编号,姓名,主体编号,岗位,执法证号,执法类别,执法区域,核发日期,到期日期,起始日期
YLC-0001,虚构庚,YLC,执法员（虚构）,虚证990301,虚构领域,990100,2024-01-01,2099-12-31,2024-01-01
`
const LEAD = {
  source: 'report',
  discovered_on: '2025-11-20',
  violation_on: '2025-11-18',
  place: { area: '990100' },
  sector: '虚构领域',
  cause: '虚构案由（试用）',
}

let browser: Browser
let page: Page
let opened = ''
let officer = ''

async function register(kind: string, rows: string): Promise<string> {
  const query = `format=csv&dry_run=false&reason=${encodeURIComponent('虚构的登记')}`
  const headers = { cookie: SESSION, 'content-type': 'application/octet-stream' }
  const answer = await fetch(`${BASE}/api/v1/register/${kind}/imports?${query}`, { method: 'POST', headers, body: rows })
  const report = await answer.text()
  if (!answer.ok || (JSON.parse(report) as { faults: number }).faults) throw new Error(report)
  const found = await ask(BASE, SESSION, `/${kind}?q=YLC`)
  return (found.body as unknown as { rows: { id: string }[] }).rows[0]?.id ?? ''
}

/** An officer of a synthetic authority opens a case by registering a lead, and reports that they checked it alone. */
beforeAll(async () => {
  const authority = await register('authorities', AUTHORITIES)
  const who = await register('officers', OFFICERS)
  const made = await person(BASE, SESSION, 'yl-geng', 'officer', { officer: who, authority }, { kind: 'authority', id: authority })
  officer = made.session
  const first = { act: 'register_lead', states: LEAD }
  const done = await ask(BASE, officer, '/cases', { procedure: 'penalty.ordinary', party: { name: '虚构商行（试用）' }, first })
  if (done.status !== 201) throw new Error(JSON.stringify(done.body))
  opened = done.body['id'] ?? ''
  // The clock of the law, to the second.
  const at = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19)
  const headers = { cookie: officer, 'content-type': 'application/json', 'if-match': '"1"' }
  const body = JSON.stringify({ act: 'check_lead', officers: [who], happened_at: at })
  const reported = await fetch(`${BASE}/api/v1/cases/${opened}/acts`, { method: 'POST', headers, body })
  if (!reported.ok) throw new Error(await reported.text())
  browser = await launch()
  page = await (await context(browser)).newPage()
})
afterAll(() => browser.close())

test('the supervisor finds the case in the menu, by its party and by its stage', async () => {
  await open(page, '/items')
  await page.getByRole('navigation').getByRole('link', { name: '案件', exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: '虚构案由（试用）' })
  await row.getByText('线索').waitFor()
  await row.getByText('云麓市案件试用局（虚构）').waitFor()
  const cells = await row.innerText()
  for (const said of ['虚构商行（试用）', '行政处罚普通程序', '2027-11-18']) expect(cells).toContain(said)
  await page.getByRole('searchbox', { name: '查找案件' }).fill('试用')
  await row.waitFor()
  await open(page, '/cases?stage=closed')
  await page.getByRole('heading', { name: '没有符合条件的案件' }).waitFor()
  await page.getByRole('button', { name: '清除筛选' }).last().click()
  await row.waitFor()
})

test('the case shows its clock, its record and the document that is due', async () => {
  await open(page, `/cases/${opened}`)
  await page.getByRole('heading', { name: '虚构案由（试用）', level: 1 }).waitFor()
  const clock = page.getByRole('listitem').filter({ hasText: '追责时效' })
  expect(await clock.innerText()).toMatch(/计算中[\s\S]*至 2027-11-18[\s\S]*(?:还有|已过) \d+ 天/u)
  const paper = page.getByRole('listitem').filter({ hasText: '案件来源登记表' }).filter({ hasText: '入卷' })
  expect(await paper.innerText()).toContain('待补齐')
  const act = page.getByRole('table', { name: '案件记录' }).locator('tbody tr').first()
  expect(await act.innerText()).toMatch(/^1\s+登记线索/u)
  await act.getByText('虚构庚').waitFor()
  await act.getByText('所载内容').click()
  await act.getByText('"source": "report"').waitFor()
})

test('an act that was reported against a rule is marked with the rule and its code', async () => {
  const mark = page.getByRole('listitem').filter({ hasText: '第 2 个行为' }).filter({ hasText: '执法人员不少于法定人数' })
  expect(await mark.innerText()).toMatch(/W09[\s\S]*事后补报/u)
  const act = page.getByRole('table', { name: '案件记录' }).locator('tbody tr').nth(1)
  expect(await act.innerText()).toMatch(/^2\s+核查线索[\s\S]*补报[\s\S]*执法人员不少于法定人数/u)
})

test('an act that cannot be done says why, with the article and the code', async () => {
  const act = page.getByRole('listitem').filter({ has: page.getByText('核查线索', { exact: true }) })
  const text = await act.innerText()
  expect(text).toContain('不能作出')
  expect(await act.getByRole('link', { name: '《行政处罚法》第四十二条' }).first().getAttribute('href')).toContain('#42')
  expect(text).toContain('W09')
})

test('the officer who opened it may do the acts that no rule stands against', async () => {
  const own = await (await context(browser, PHONE, officer)).newPage()
  await open(own, `/cases/${opened}`)
  await own.getByText('可以作出', { exact: true }).first().waitFor()
  expect(await own.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  await own.context().close()
})

test('in English the names of the rules are English', async () => {
  await open(page, `/cases/${opened}?lang=en`)
  await page.getByText('the ordinary procedure of penalties').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'limitation' }).getByText(/Until 2027-11-18/u).waitFor()
  await open(page, '/cases?lang=zh')
})

test.each([
  ['on a desk', DESK],
  ['on a phone', PHONE],
])('axe finds nothing on the case %s', async (_, size) => {
  const own = await (await context(browser, size)).newPage()
  await open(own, `/cases/${opened}`)
  await own.getByText('不能作出', { exact: true }).first().waitFor()
  expect(await findings(own)).toEqual([])
  await own.context().close()
})

test('a case that there is not, or that one may not see, leads back to the list', async () => {
  await open(page, '/cases/01900000-0000-7000-8000-000000000000')
  await page.getByRole('alert').getByText('没有这个案件').first().waitFor()
  await page.getByRole('link', { name: '返回案件列表' }).click()
  await page.getByRole('row').filter({ hasText: '虚构案由（试用）' }).waitFor()
})
