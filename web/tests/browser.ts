import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** Where `xiezhi serve` listens, without a slash at the end. */
export const BASE = (process.env['XIEZHI_URL'] ?? 'http://127.0.0.1:8790').replace(/\/$/u, '')
/** The cookie of `admin`, who has the roles administrator and supervisor: `name=value`. */
export const SESSION = process.env['XIEZHI_SESSION'] ?? ''
/** What the name of `admin` is, as scripts/sign_in.py gives it. */
export const NAME = '测试管理员（虚构）'

export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=zh-CN',
]

/** Debian's Chromium, without its own network traffic. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ARGS })

/** A fresh profile: no choices kept, no motion; `admin` is signed in unless `session` is empty. */
export async function context(browser: Browser, viewport = DESK, session = SESSION): Promise<BrowserContext> {
  const fresh = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  })
  fresh.setDefaultTimeout(10_000)
  const [name = '', value = ''] = session.split('=')
  if (value) await fresh.addCookies([{ name, value, url: BASE }])
  return fresh
}

/** Opens a page of the desk and waits until nothing is being fetched. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${BASE}/admin${path}`, { waitUntil: 'networkidle' })
}
