import { readFile } from 'node:fs/promises'
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

/** Opens the act on top of the trail, of one group. */
async function openAct(group: string): Promise<void> {
  await open(page, `/audit?lang=zh&group=${group}`)
  await page.getByRole('button', { name: /^查看行为/u }).first().click()
  await page.getByRole('dialog').waitFor()
}

/** The proof of the act that is shown, as the browser keeps it. Waits for its checkpoint. */
async function proofOfShown(): Promise<string> {
  const button = page.getByRole('dialog').getByRole('button', { name: '下载证明' })
  const retry = page.getByRole('dialog').getByRole('button', { name: '重试' })
  const kept = page.waitForEvent('download', { timeout: 30_000 })
  await button.click()
  const again = setInterval(() => void retry.click({ timeout: 500 }).catch(() => undefined), 1500)
  const download = await kept
  clearInterval(again)
  return readFile(await download.path(), 'utf8')
}

test('the trail names what was done, and a group shows only its acts', async () => {
  await open(page, '/audit?lang=zh')
  const rows = page.locator('tbody tr')
  await rows.first().waitFor()
  const all = await rows.count()
  await open(page, '/audit?group=accounts')
  await rows.first().waitFor()
  const texts = await rows.allInnerTexts()
  expect(texts.length).toBeLessThan(all)
  expect(texts.every((text) => /账号|邀请|角色/u.test(text))).toBe(true)
  expect(texts.some((text) => text.includes('授予角色'))).toBe(true)
})

test('an act leads to its entry, whose proof is verified; a changed proof is refused', async () => {
  await openAct('accounts')
  const proof = await proofOfShown()
  const { entry, opened } = JSON.parse(proof) as { entry: string; opened: { act: { canonical: string } } }
  const { kind } = JSON.parse(opened.act.canonical) as { kind: string }
  await page.getByRole('dialog').getByRole('link', { name: '在存证日志中查看' }).click()
  await page.getByRole('heading', { name: '存证日志' }).waitFor()
  expect(await page.getByLabel('条目编号').inputValue()).toBe(entry)
  await page.getByText(kind).first().waitFor()

  const give = (text: string) =>
    page.locator('input[type=file]').setInputFiles({ name: '证明.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await give(proof)
  await page.getByRole('status').getByText('证明成立').waitFor()
  expect(await page.getByRole('status').innerText()).toContain(entry)
  await give(proof.replace(kind, 'access.something_else'))
  await page.getByRole('alert').waitFor()
  expect(await page.getByText('证明成立', { exact: true }).count()).toBe(0)
})

test('an entry that is none is said before it is asked for', async () => {
  await open(page, '/ledger')
  await page.getByLabel('条目编号').fill('二〇二六')
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('alert').getByText('五段').waitFor()
})
