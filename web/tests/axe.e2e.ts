import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { BASE, context, DESK, launch, open, PHONE, SESSION } from './browser'
import { findings } from './findings'
import { registered } from './registered'

const ORDINANCE = encodeURIComponent('云麓市市容和环境卫生管理条例')

type Step = (page: Page) => Promise<void>
const stay: Step = async () => undefined
const act = (name: string): Step => async (page) => {
  await page.getByRole('button', { name }).click()
  await page.getByRole('dialog').waitFor()
}

const item = async (): Promise<string> => {
  const answer = await fetch(`${BASE}/api/v1/items?state=read&kind=penalty&limit=1`)
  const { rows } = (await answer.json()) as { rows: { id: string }[] }
  return `/items/${encodeURIComponent(rows[0]?.id ?? '')}`
}

const account = async (): Promise<string> => {
  const answer = await fetch(`${BASE}/api/v1/session`, { headers: { cookie: SESSION } })
  return `/accounts/${((await answer.json()) as { account: string }).account}`
}

const packInUse = async (): Promise<string> => {
  const answer = await fetch(`${BASE}/api/v1/packs`, { headers: { cookie: SESSION } })
  const { rows } = (await answer.json()) as { rows: { digest: string }[] }
  return encodeURIComponent(rows[0]?.digest ?? '')
}

/** Every page and dialog: its name, its address, and what is done before axe looks. */
const VIEWS: [string, () => string | Promise<string>, Step][] = [
  ['the items', () => '/items', stay],
  ['the items with hits', () => `/items?q=${encodeURIComponent('擅自')}`, stay],
  ['the items without hits', () => '/items?q=zqxjkvbz', stay],
  ['an item', item, stay],
  ['a missing item', () => '/items/01900000-0000-7000-8000-000000000000', stay],
  ['the review dialog', item, act('标为已审核')],
  ['the withdrawal dialog', item, act('撤回事项')],
  ['the split dialog', item, act('拆分事项')],
  ['the merge dialog', item, act('合并事项')],
  [
    'a dialog that lacks fields',
    item,
    async (page) => {
      await act('标为已审核')(page)
      await page.getByRole('dialog').getByRole('button', { name: '标为已审核' }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
    },
  ],
  // power lists and the review of items
  ['the power lists', () => '/power-lists', stay],
  ['who holds an item', () => '/powers', stay],
  ['the powers of an authority', () => '/powers?ask=held', stay],
  ['the gaps', () => '/powers?ask=gaps&area=990100', stay],
  ['the overlaps', () => '/powers?ask=overlaps&area=990100', stay],
  ['the changed bases', () => '/powers?ask=basis', stay],
  ['the unused items', () => '/powers?ask=unused&from=2026-01-01', stay],
  ['the impact of a change', () => `/powers?ask=impact&statute=${ORDINANCE}&from=2019-05-30&to=2024-07-31`, stay],
  ['the review of items', () => '/items-review', stay],
  ['the correction', async () => `${await item()}/correct`, stay],
  ['the statutes', () => '/statutes', stay],
  ['the reader', () => `/statutes/${ORDINANCE}`, stay],
  [
    'the reader with a citation open',
    () => `/statutes/${ORDINANCE}`,
    async (page) => {
      await page.locator('a.citation').first().hover()
      await page.locator('.citation-card b').waitFor()
    },
  ],
  ['the comparison', () => `/statutes/${ORDINANCE}/compare`, (page) => page.locator('ins').first().waitFor()],
  ['the changes', () => '/changes?from=2012-01-01', stay],
  ['the search', () => `/search?q=${encodeURIComponent('擅自')}`, stay],
  ['the empty search', () => '/search', stay],
  ['the import', () => '/import', stay],
  [
    'the citation check',
    () => '/check',
    async (page) => {
      await page.getByLabel('要核对的文字').fill('依据《云麓市养犬管理条例》第三条、《云麓市噪声条例》第五条。')
      await page.getByRole('button', { name: '核对引用' }).click()
      await page.getByRole('table').waitFor()
    },
  ],
  ['the accounts', () => '/accounts', stay],
  ['the new account', () => '/accounts', act('建立账号')],
  ['an account', account, stay],
  ['the change of the password', () => '/password', stay],
  [
    'the change of the authenticator',
    () => '/second-factor',
    async (page) => {
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByRole('alert').waitFor()
    },
  ],
  [
    'the menu of who is signed in',
    () => '/items',
    async (page) => {
      await page.getByRole('button', { name: /我的账号/u }).click()
      await page.getByRole('button', { name: '退出登录' }).waitFor()
    },
  ],
  ['the cases', () => '/cases', stay],
  ['a missing case', () => '/cases/01900000-0000-7000-8000-000000000000', stay],
  ['the rule packs', () => '/packs', stay],
  ['the rules of a pack', async () => `/packs/${await packInUse()}?kind=terms`, stay],
  ['the check of a pack', async () => `/packs/${await packInUse()}?view=check`, stay],
  ['the files of a pack', async () => `/packs/${await packInUse()}?view=files`, stay],
  ['the comparison of packs', async () => `/packs/comparison?before=${await packInUse()}&after=${await packInUse()}`, stay],
  ['the log', () => '/ledger', stay],
  ['the trail of acts', () => '/audit', stay],
  [
    'an act of the trail',
    () => '/audit',
    async (page) => {
      await page.getByRole('button', { name: /^查看行为/u }).first().click()
      await page.getByRole('dialog').waitFor()
    },
  ],
  ['a page that is missing', () => '/nowhere', stay],
  // The register.
  ['the authorities', async () => (await registered('authorities')) && '/register/authorities', stay],
  ['no authority that fits', () => '/register/authorities?q=zqxjkvbz', stay],
  ['an authority', () => registered('authorities'), stay],
  ['an authority before its time', async () => `${await registered('authorities')}?as_of=2001-01-01`, stay],
  ['the dialog of a new authority', () => '/register/authorities', act('确认新主体')],
  ['the change of an authority', () => registered('authorities'), act('变更')],
  ['the renaming of an authority', () => registered('authorities'), act('更名')],
  ['an entrustment', () => registered('authorities'), act('委托')],
  ['the merge of authorities', () => registered('authorities'), act('合并')],
  ['the split of an authority', () => registered('authorities'), act('分立')],
  ['the end of an authority', () => registered('authorities'), act('终止')],
  ['the officers', async () => (await registered('officers')) && '/register/officers', stay],
  ['an officer', () => registered('officers'), stay],
  ['the dialog of a new officer', () => '/register/officers', act('登记人员')],
  ['the move of an officer', () => registered('officers'), act('调动')],
  ['a certificate that is issued', () => registered('officers'), act('核发执法证')],
  ['the status of a certificate', () => registered('officers'), act('变更状态')],
  ['training', () => registered('officers'), act('登记培训')],
  ['an interest', () => registered('officers'), act('申报回避')],
  ['the workbooks', () => '/register/import?kind=officers', stay],
  [
    'a workbook with faults',
    () => '/register/import?kind=officers',
    async (page) => {
      const buffer = Buffer.from('人员编号,姓名,主体编号,岗位,起始日期\nYLX-9,虚构丁,不存在,执法员,昨天\n')
      await page.locator('input[type=file]').setInputFiles({ name: 'officers.csv', mimeType: 'text/csv', buffer })
      await page.getByRole('button', { name: '检查' }).click()
      await page.getByRole('region', { name: '检查结果' }).waitFor()
    },
  ],
]

describe.each([
  ['desk', DESK, 'zh'],
  ['phone', PHONE, 'zh'],
  ['desk in English', DESK, 'en'],
] as const)('axe finds nothing (%s)', (_, viewport, language) => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launch()
    page = await (await context(browser, viewport)).newPage()
  })
  afterAll(() => browser.close())

  const views = VIEWS.filter(([, , step]) => language === 'zh' || step === stay)
  test.each(views)('on %s', async (_name, path, step) => {
    await open(page, `/items?lang=${language}`)
    await open(page, await path())
    await step(page)
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1)).toBe(true)
  })
})

describe.each([
  ['desk', DESK, 'zh'],
  ['phone', PHONE, 'zh'],
  ['desk in English', DESK, 'en'],
] as const)('axe finds nothing where nobody is signed in (%s)', (_, viewport, language) => {
  test.each(['/sign-in', '/sign-in?problem=access.identity_unknown', '/set-up', '/invitation', '/recovery', '/import'])('on %s', async (path) => {
    const browser = await launch()
    const page = await (await context(browser, viewport, '')).newPage()
    await open(page, `/items?lang=${language}`)
    await open(page, path)
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1)).toBe(true)
    await browser.close()
  })
})

test('an open filter is accessible', async () => {
  const browser = await launch()
  const page = await (await context(browser)).newPage()
  await open(page, '/items')
  await page.locator('.filter').first().click()
  await page.getByRole('option').first().waitFor()
  expect(await findings(page)).toEqual([])
  await browser.close()
})

test('the keyboard help is accessible', async () => {
  const browser = await launch()
  const page = await (await context(browser)).newPage()
  await open(page, '/items')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  expect(await findings(page)).toEqual([])
  await browser.close()
})
