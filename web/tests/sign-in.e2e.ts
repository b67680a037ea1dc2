import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { authenticator } from './authenticator'
import { context, DESK, launch } from './browser'
import { ask, person } from './person'

const XIEZHI = process.env['XIEZHI'] ?? ''
const PASSWORD = '云麓测试口令-一号-足够长'
const SECOND = '云麓测试口令-二号-足够长'

let server: ChildProcess
let data: string
let base: string
let browser: Browser
let first: BrowserContext
let page: Page
let setUp: string
let secret: string
let spare: string
let invitation: string
let secondSecret: string
const digits = authenticator()
const secondDigits = authenticator()

/** A server of its own, since a platform is set up only once. Gives the set-up address that it prints. */
function serve(): Promise<string> {
  data = mkdtempSync(join(tmpdir(), 'xiezhi-sign-in-'))
  server = spawn(XIEZHI, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] })
  return new Promise((found, failed) => {
    let out = ''
    server.stdout?.on('data', (piece: Buffer) => {
      out += piece.toString()
      const address = /http:\/\/\S+\/admin\/set-up#\S+/u.exec(out)?.[0]
      if (address) found(address)
    })
    server.on('exit', () => failed(new Error(`xiezhi serve ended: ${out}`)))
  })
}

beforeAll(async () => {
  setUp = await serve()
  base = new URL(setUp).origin
  browser = await launch()
  first = await context(browser, DESK, '')
  page = await first.newPage()
})
afterAll(async () => {
  await browser.close()
  server.kill()
  rmSync(data, { recursive: true, force: true })
})

const go = (on: Page, path: string) => on.goto(`${base}/admin${path}`, { waitUntil: 'networkidle' })
const press = (on: Page, name: string) => on.locator('main').getByRole('button', { name, exact: true }).click()

async function enrol(on: Page, code: (secret: string) => Promise<string>): Promise<[secret: string, codes: string[]]> {
  await on.getByRole('img', { name: '登记验证器的二维码' }).waitFor()
  const shown = (await on.locator('[data-secret]').textContent()) ?? ''
  await on.getByLabel('验证码', { exact: true }).fill(await code(shown))
  await press(on, '完成登记')
  await on.locator('[data-codes] li').first().waitFor()
  return [shown, await on.locator('[data-codes] li').allTextContents()]
}

async function signIn(on: Page, login: string, password: string) {
  await on.getByLabel('登录名', { exact: true }).fill(login)
  await on.getByLabel('口令', { exact: true }).fill(password)
  await press(on, '登录')
}

test('the set-up names what is missing, takes the code from the address and leaves it there for nobody', async () => {
  await page.goto(setUp, { waitUntil: 'networkidle' })
  expect(new URL(page.url()).hash).toBe('')
  await page.getByLabel('登录名', { exact: true }).fill('lin')
  await page.locator('#new-password').fill('短')
  await press(page, '建立管理员')
  expect(await page.getByRole('alert').getByRole('link').count()).toBe(2)
  await page.getByLabel('姓名', { exact: true }).fill('林设置')
  await page.locator('#new-password').fill(PASSWORD)
  await page.locator('#new-password-again').fill(PASSWORD)
  await press(page, '建立管理员')
  await page.getByRole('heading', { level: 1, name: '登记第二因素' }).waitFor()
})

test('the enrolment goes on after a reload, and gives ten recovery codes', async () => {
  await page.reload({ waitUntil: 'networkidle' })
  await go(page, '/sign-in')
  const [shown, codes] = await enrol(page, digits)
  secret = shown
  spare = codes[0] ?? ''
  expect(new Set(codes).size).toBe(10)
  expect(await page.getByRole('button', { name: '进入平台' }).isDisabled()).toBe(true)
  await page.getByLabel('我已保存恢复码').check()
  await press(page, '进入平台')
  await page.waitForURL((url) => url.pathname === '/admin/items')
  await page.getByRole('button', { name: '我的账号：林设置' }).waitFor()
})

test('who signs out is nobody', async () => {
  await page.getByRole('button', { name: '我的账号：林设置' }).click()
  await page.getByText('系统管理员').first().waitFor()
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
  expect((await page.request.get(`${base}/api/v1/session`)).status()).toBe(401)
})

test('a page of one’s own leads to the sign-in, and back after password and code', async () => {
  await go(page, '/accounts')
  await page.waitForURL((url) => url.pathname === '/admin/sign-in')
  await signIn(page, 'lin', '不对的口令不对的口令')
  await page.getByRole('alert').getByText('登录名或口令有误').first().waitFor()
  await signIn(page, 'lin', PASSWORD)
  await page.getByLabel('验证码', { exact: true }).fill('000000')
  await press(page, '验证')
  await page.getByRole('alert').getByText('代码有误').first().waitFor()
  await page.getByLabel('验证码', { exact: true }).fill(await digits(secret))
  await press(page, '验证')
  await page.waitForURL((url) => url.pathname === '/admin/accounts')
  await page.getByRole('link', { name: '林设置' }).waitFor()
})

test('a second person is invited, with a code that is shown once', async () => {
  await press(page, '建立账号')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('姓名', { exact: true }).fill('周二号')
  await dialog.getByLabel('登录名', { exact: true }).fill('zhou')
  await dialog.getByRole('button', { name: '建立账号' }).click()
  invitation = (await dialog.locator('[data-code]').textContent()) ?? ''
  expect(invitation).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/u)
  await dialog.getByRole('button', { name: '已记下' }).click()
  await page.getByRole('heading', { level: 1, name: '周二号' }).waitFor()
  await page.getByText('等待本人接受邀请').waitFor()
  expect(await page.getByText(invitation).count()).toBe(0)
})

test('that person sets a password, enrols and may do nothing yet', async () => {
  const second = await (await context(browser, DESK, '')).newPage()
  await go(second, '/sign-in')
  await second.getByRole('link', { name: '收到了邀请代码' }).click()
  await second.getByLabel('登录名', { exact: true }).fill('zhou')
  await second.getByLabel('邀请代码').fill(invitation)
  await second.locator('#new-password').fill(SECOND)
  await second.locator('#new-password-again').fill(SECOND)
  await press(second, '设置口令')
  const [shown] = await enrol(second, secondDigits)
  secondSecret = shown
  await second.getByLabel('我已保存恢复码').check()
  await press(second, '进入平台')
  await second.waitForURL((url) => url.pathname === '/admin/items')
  await second.getByRole('button', { name: '我的账号：周二号' }).waitFor()
  expect(await second.getByRole('link', { name: '账号', exact: true }).count()).toBe(0)
  await go(second, '/accounts')
  await second.locator('.may-not').getByText('您的角色不能查看账号').waitFor()
  expect((await second.request.get(`${base}/api/v1/accounts`)).status()).toBe(403)
  await second.context().close()
})

test('a role is given with its place, days and reason', async () => {
  await press(page, '授予角色')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '授予角色' }).click()
  expect(await dialog.getByRole('alert').getByRole('link').count()).toBe(2)
  await dialog.locator('#grant-role').selectOption('auditor')
  await dialog.getByLabel('终止日', { exact: true }).fill('2099-01-01')
  await dialog.getByLabel(/理由/u).fill('云审〔2026〕1号（虚构）')
  await dialog.getByRole('button', { name: '授予角色' }).click()
  const row = page.getByRole('row', { name: /审计人员/u })
  await row.getByText('2099-01-01').waitFor()
  expect(await row.textContent()).toContain('全市')
  expect(await row.textContent()).toContain('林设置')
})

test('nobody gives a role to themselves', async () => {
  await page.getByRole('link', { name: '账号', exact: true }).first().click()
  await page.getByRole('link', { name: '林设置' }).click()
  await page.getByText('这是您自己的账号').waitFor()
  expect(await page.locator('main').getByRole('button', { name: '授予角色' }).count()).toBe(0)
})

test('the second person signs in with the authenticator and sees the accounts, without acts', async () => {
  const second = await (await context(browser, DESK, '')).newPage()
  await go(second, '/accounts')
  await signIn(second, 'zhou', SECOND)
  await second.getByLabel('验证码', { exact: true }).fill(await secondDigits(secondSecret))
  await press(second, '验证')
  await second.getByRole('link', { name: '林设置' }).click()
  await second.getByRole('heading', { level: 1, name: '林设置' }).waitFor()
  expect(await second.locator('main').getByRole('button', { name: /锁定|授予|收回/u }).count()).toBe(0)
  await second.context().close()
})

test('the account is locked, which ends the sign-in, and its role is taken back', async () => {
  await page.getByRole('link', { name: '账号', exact: true }).first().click()
  await page.getByRole('link', { name: '周二号' }).click()
  await press(page, '锁定账号')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/理由/u).fill('试验锁定')
  await dialog.getByRole('button', { name: '锁定账号' }).click()
  await page.locator('.crumbs').getByText('已锁定').waitFor()
  await press(page, '收回')
  await dialog.getByLabel(/理由/u).fill('试验收回')
  await dialog.getByRole('button', { name: '收回' }).click()
  await page.getByRole('row', { name: /审计人员/u }).getByText('已终止').waitFor()
  const locked = await (await context(browser, DESK, '')).newPage()
  await go(locked, '/sign-in')
  await signIn(locked, 'zhou', SECOND)
  await locked.getByRole('alert').getByText('锁定').first().waitFor()
  await locked.context().close()
})

test('a recovery needs two administrators, and gives each one half of what its owner enters', async () => {
  await press(page, '解除锁定')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/理由/u).fill('恢复前解除')
  await dialog.getByRole('button', { name: '解除锁定' }).click()
  await page.locator('.crumbs').getByText('可用').waitFor()
  await press(page, '发起恢复')
  await dialog.getByLabel(/理由/u).fill('忘了口令')
  await dialog.getByRole('button', { name: '发起恢复' }).click()
  await press(page, '批准恢复')
  const half = (await page.locator('[data-code]').textContent()) ?? ''
  const [cookie] = await first.cookies()
  const other = await person(base, `${cookie?.name}=${cookie?.value}`, 'sun', 'administrator')
  const recovery = new URL(page.url()).searchParams.get('recovery') ?? ''
  const approval = await ask(base, other.session, `/recoveries/${recovery}/approval`, {})
  const owner = await (await context(browser, DESK, '')).newPage()
  await go(owner, '/recovery')
  await owner.getByLabel('登录名', { exact: true }).fill('zhou')
  await owner.getByLabel('第一半代码').fill(half)
  await owner.getByLabel('第二半代码').fill(half)
  await owner.locator('#new-password').fill(`${SECOND}-恢复`)
  await owner.locator('#new-password-again').fill(`${SECOND}-恢复`)
  await press(owner, '恢复账号')
  await owner.getByRole('alert').getByText('代码有误').first().waitFor()
  await owner.getByLabel('第二半代码').fill(approval.body['half'] ?? '')
  await press(owner, '恢复账号')
  expect((await enrol(owner, secondDigits))[1].length).toBe(10)
  await owner.context().close()
})

test('a recovery code stands in for the telephone, once', async () => {
  await first.clearCookies()
  await go(page, '/sign-in')
  await signIn(page, 'lin', PASSWORD)
  await page.getByRole('button', { name: '手机不在身边？改用恢复码' }).click()
  await page.getByLabel('恢复码').fill(spare)
  await press(page, '验证')
  await page.getByRole('button', { name: '我的账号：林设置' }).waitFor()
})

test('the password is changed, and only the new one is good', async () => {
  await go(page, '/password')
  await page.getByLabel('现在的口令').fill(PASSWORD)
  await page.locator('#new-password').fill(`${PASSWORD}-新`)
  await page.locator('#new-password-again').fill(`${PASSWORD}-新`)
  await press(page, '修改口令')
  await page.getByText('口令已修改').waitFor()
  const again = await (await context(browser, DESK, '')).newPage()
  await go(again, '/sign-in')
  await signIn(again, 'lin', PASSWORD)
  await again.getByRole('alert').getByText('登录名或口令有误').first().waitFor()
  await signIn(again, 'lin', `${PASSWORD}-新`)
  await again.getByLabel('验证码', { exact: true }).waitFor()
  await again.context().close()
})

test('who fails too often is told how long to wait', async () => {
  const stranger = await (await context(browser, DESK, '')).newPage()
  await go(stranger, '/sign-in')
  for (let n = 0; n < 6; n += 1) {
    await signIn(stranger, 'zhou', `猜的口令${n}猜的口令`)
    await stranger.getByRole('alert').waitFor()
    await stranger.getByLabel('口令', { exact: true }).and(stranger.locator(':not([disabled])')).waitFor()
  }
  await stranger.getByRole('alert').getByText(/请在 \d\d:\d\d:\d\d 之后再试/u).waitFor()
  await stranger.context().close()
})

test('the platform is set up once', async () => {
  const list = execFileSync(XIEZHI, ['account', 'list', '--data', data], { encoding: 'utf8' })
  expect(list).toContain('zhou')
  const stranger = await (await context(browser, DESK, '')).newPage()
  await go(stranger, '/set-up')
  await stranger.getByText('平台已完成初始设置').waitFor()
  await stranger.context().close()
})
