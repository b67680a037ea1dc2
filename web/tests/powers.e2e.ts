import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { totp } from './authenticator'
import { BASE, context, DESK, launch, open, SESSION } from './browser'

const XIEZHI = process.env['XIEZHI'] ?? ''
const DATA = process.env['XIEZHI_DATA'] ?? ''
const BUREAU = '测试城管局（虚构）'
const TITLE = '测试权责清单（虚构）'
const REVIEWER = 'li.ming'
/** Today by legal time. */
const TODAY = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' })

const folder = mkdtempSync(join(tmpdir(), 'xiezhi-powers-'))
let browser: Browser
let reviewer = ''
let list = ''
let items: { id: string; behaviour: string; revision: number }[] = []

const xiezhi = (...words: string[]) => execFileSync(XIEZHI, [...words, '--data', DATA], { encoding: 'utf8' })

async function call(session: string, method: string, path: string, body?: object, seen?: number): Promise<Response> {
  return fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: {
      cookie: session,
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}
async function read<T>(path: string): Promise<T> {
  return (await (await call(SESSION, 'GET', path)).json()) as T
}
const cookieOf = (answer: Response, before: string) =>
  answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '').find((pair) => pair.startsWith('xiezhi-session=')) ?? before

/** Takes an invitation and a second factor. */
async function accept(login: string, code: string): Promise<string> {
  const password = 'only-for-a-server-that-is-thrown-away'
  const invited = await call('', 'POST', '/sign-in/invitation', { login, code, password })
  let session = cookieOf(invited, '')
  const enrolled = await call(session, 'POST', '/second-factor', {})
  session = cookieOf(enrolled, session)
  const { secret } = (await enrolled.json()) as { secret: string }
  const confirmed = await call(session, 'POST', '/second-factor/confirmation', { code: totp(secret, Date.now()) })
  expect(((await confirmed.json()) as { stage: string }).stage).toBe('signed_in')
  return cookieOf(confirmed, session)
}

/** Two authorities, somebody who drafts (admin) and somebody who reviews, and three adopted items. */
beforeAll(async () => {
  browser = await launch()
  const table = join(folder, 'authorities.csv')
  writeFileSync(
    table,
    `主体编号,名称,类别,层级,区划代码,确认文号,起始日期\nTS-01,${BUREAU},行政机关,市级,990100,云府〔2020〕1号（虚构）,2020-01-01\n`,
  )
  xiezhi('authority', 'import', table, '--reason', '确认')
  const { id } = JSON.parse(xiezhi('authority', 'show', 'TS-01', '--json')) as { id: string }
  xiezhi('account', 'grant', 'admin', 'head', '--authority', id, '--reason', '任命')
  const code = /[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}/u.exec(xiezhi('account', 'create', REVIEWER, '--name', '李明（虚构）'))?.[0] ?? ''
  xiezhi('account', 'grant', REVIEWER, 'supervisor', '--reason', '任命')
  reviewer = await accept(REVIEWER, code)
  const { rows } = await read<{ rows: typeof items }>('/items?state=read&kind=penalty&limit=3')
  items = rows
  for (const item of items) {
    const adopted = await call(SESSION, 'POST', `/items/${item.id}/adoption`, { reason: '对照原文核对' }, item.revision)
    expect(adopted.status).toBe(200)
  }
}, 120_000)
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

async function page(session = SESSION): Promise<Page> {
  return (await context(browser, DESK, session)).newPage()
}
async function because(at: Page, reason: string, button: string): Promise<void> {
  const dialog = at.getByRole('dialog')
  await dialog.locator('#act-reason').fill(reason)
  await dialog.getByRole('button', { name: button, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('a list is drafted with items that are found as one types, and submitted', async () => {
  const at = await page()
  await open(at, '/power-lists')
  await at.getByRole('button', { name: '编制清单' }).first().click()
  const dialog = at.getByRole('dialog')
  await dialog.locator('#list-title').fill(TITLE)
  await dialog.locator('#list-authority').fill('TS-01')
  await dialog.getByRole('option', { name: BUREAU }).click()
  await because(at, '年度编制', '编制清单')
  await at.getByRole('heading', { name: TITLE, level: 1 }).waitFor()
  list = new URL(at.url()).pathname.split('/').at(-1) ?? ''

  await at.getByRole('button', { name: '加入事项' }).first().click()
  const add = at.getByRole('dialog')
  await add.getByRole('button', { name: '加入事项' }).click()
  await add.getByText('请至少选择一个事项').waitFor()
  for (const { behaviour } of items.slice(0, 2)) {
    await add.locator('#lines-items').fill(behaviour)
    await add.locator('.found li', { hasText: behaviour }).first().locator('input').check()
  }
  await because(at, '依法律规定列入', '加入事项')
  await at.getByText('共 2 条', { exact: true }).waitFor()
  await at.getByRole('button', { name: '送审' }).click()
  await because(at, '请审核', '送审')
  await at.getByText('审核中').first().waitFor()
}, 60_000)

test('who drafted a list cannot review it, and is told so', async () => {
  const at = await page()
  await open(at, `/power-lists/${list}`)
  await at.getByText('您起草了这一版，须由他人审核。').waitFor()
  expect(await at.getByRole('button', { name: '审核通过' }).count()).toBe(0)
  const { latest } = await read<{ latest: { revision: number } }>(`/power-lists/${list}`)
  const own = await call(SESSION, 'POST', `/power-lists/${list}/versions/1/review`, { reason: '自己审' }, latest.revision)
  expect(own.status).toBe(409)
}, 30_000)

test('another person passes it, it is adopted on a decision and published, and then it is held', async () => {
  const at = await page(reviewer)
  await open(at, `/power-lists/${list}`)
  await at.getByRole('button', { name: '审核通过' }).click()
  await because(at, '依据齐全', '审核通过')
  await at.getByRole('button', { name: '审定', exact: true }).click()
  const dialog = at.getByRole('dialog')
  await dialog.getByRole('button', { name: '审定', exact: true }).click()
  await dialog.getByText('请填写文号').waitFor()
  await dialog.locator('#step-number').fill('云府〔2026〕9号')
  await dialog.getByLabel('决定日期', { exact: true }).fill(TODAY)
  await dialog.locator('#step-document').fill('决定（虚构）')
  await because(at, '市政府审定', '审定')
  await at.getByRole('button', { name: '公布', exact: true }).click()
  await dialog.locator('#step-place').fill('公报（虚构）')
  await because(at, '公布', '公布')
  await at.getByText('已公布').first().waitFor()
  await at.getByText('李明（虚构）').first().waitFor()

  await open(at, `/powers?item=${items[0]?.id}`)
  await at.getByRole('cell', { name: BUREAU }).waitFor()
  await open(at, `/power-lists/${list}/text`)
  await at.getByText('云府〔2026〕9号').waitFor()
  expect(await at.locator('article tbody tr').count()).toBe(2)
}, 60_000)

/** A table with one line of the third item. */
const row = (authority: string) => `事项编号,主体编号,取得方式,行使层级\n${items[2]?.id},${authority},法定,市级\n`

test('a table is tried first: faults by row and column, then written as a whole', async () => {
  const { latest } = await read<{ latest: { revision: number } }>(`/power-lists/${list}`)
  await call(SESSION, 'POST', `/power-lists/${list}/versions`, { reason: '动态调整' }, latest.revision)
  const [wrong, right] = [join(folder, 'wrong.csv'), join(folder, 'right.csv')]
  writeFileSync(wrong, row('TS-99'))
  writeFileSync(right, row('TS-01'))
  const at = await page()
  await open(at, `/power-lists/${list}`)
  await at.getByRole('button', { name: '从表格导入' }).click()
  const dialog = at.getByRole('dialog')
  await dialog.locator('#act-reason').fill('按表格录入')
  await dialog.locator('#import-file').setInputFiles(wrong)
  await dialog.getByRole('button', { name: '试读' }).click()
  await dialog.getByText('没有写入').waitFor()
  const cells = await dialog.locator('tbody td').allTextContents()
  expect(cells.slice(0, 2)).toEqual(['2', '主体'])
  expect(await dialog.getByRole('button', { name: '写入草稿' }).count()).toBe(0)
  await dialog.locator('#import-file').setInputFiles(right)
  await dialog.getByRole('button', { name: '试读' }).click()
  await dialog.getByRole('button', { name: '写入草稿' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await at.getByText('共 3 条', { exact: true }).waitFor()
  await at.getByRole('link', { name: '与上一版比对' }).click()
  await at.getByText('新增 1 条，移出 0 条').waitFor()
}, 60_000)

test('items that wait are gone through by key, and several are reviewed at once', async () => {
  const at = await page()
  await open(at, '/items-review')
  await at.getByText('第 1 项').waitFor()
  const before = await read<{ total: number }>('/items?state=reviewed&limit=1')
  await at.keyboard.press('x')
  await at.keyboard.press('j')
  await at.getByText('第 2 项').waitFor()
  await at.keyboard.press('x')
  await at.keyboard.press('k')
  await at.getByText('第 1 项').waitFor()
  await at.getByRole('button', { name: '批量办理（2）' }).click()
  await because(at, '对照原文核对', '标为已审核')
  const after = await read<{ total: number }>('/items?state=reviewed&limit=1')
  expect(after.total - before.total).toBe(2)
}, 60_000)
