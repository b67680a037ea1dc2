import { BASE, SESSION } from './browser'

const AUTHORITIES = `主体编号,名称,类别,层级,上级编号,区划代码,确认文号,起始日期
YLX,云麓市应急局（虚构）,行政机关,市级,,990100,云府发〔2019〕3号（虚构）,2019-03-01
YLX-1,云麓市应急执法大队（虚构）,受委托组织,市级,YLX,990100,云府发〔2019〕4号（虚构）,2019-03-01
`
const OFFICERS = `人员编号,姓名,主体编号,岗位,执法证号,执法类别,执法区域,核发日期,到期日期,起始日期
YLX-0001,虚构丙,YLX,执法员（虚构）,虚证990101,应急管理（虚构）,990100,2024-01-01,2029-12-31,2024-01-01
`

async function ask<T>(path: string, body?: string): Promise<T> {
  const headers = { Cookie: SESSION, 'Content-Type': 'application/octet-stream' }
  const answer = await fetch(`${BASE}/api/v1${path}`, body === undefined ? { headers } : { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

const idOf = async (list: string, code: string): Promise<string> =>
  (await ask<{ rows: { id: string }[] }>(`/${list}?q=${code}`)).rows[0]?.id ?? ''

async function bring(): Promise<void> {
  const query = `format=csv&dry_run=false&reason=${encodeURIComponent('虚构的登记')}`
  for (const [kind, rows] of [
    ['authorities', AUTHORITIES],
    ['officers', OFFICERS],
  ] as const) {
    const report = await ask<{ faults: number }>(`/register/${kind}/imports?${query}`, rows)
    if (report.faults) throw new Error(JSON.stringify(report))
  }
}

let brought: Promise<void> | undefined

/** The page of a synthetic authority, or of a synthetic officer in it, which are registered first. */
export async function registered(kind: 'authorities' | 'officers'): Promise<string> {
  await (brought ??= bring())
  return `/register/${kind}/${await idOf(kind, kind === 'officers' ? 'YLX-0001' : 'YLX')}`
}
