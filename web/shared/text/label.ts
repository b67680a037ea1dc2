const DIGITS = '零一二三四五六七八九'
const UNITS = ['', '十', '百', '千']

/** A number below 10,000 in Chinese, as article labels write it: 一百零五, 十二. */
export function chineseNumber(value: number): string {
  const digits = [...String(value)].map(Number)
  const said = digits.map((digit, index) => (digit ? `${DIGITS[digit]}${UNITS[digits.length - 1 - index]}` : '零')).join('')
  const short = said.replace(/零+/gu, '零').replace(/零$/u, '')
  return short.startsWith('一十') ? short.slice(1) : short
}

/** The label of an article number: `133之一` is 第一百三十三条之一. */
function articleLabel(number: string): string {
  const [main = '', sub] = number.split('之')
  const said = /^\d{1,4}$/u.test(main) ? chineseNumber(Number(main)) : main
  return `第${said}条${sub ? `之${sub}` : ''}`
}

/** A path as the law writes it: `63.1.3` is 第六十三条第一款第（三）项. */
export function pathLabel(path: string): string {
  const [article = '', paragraph, point, subpoint] = path.split('.')
  const inner = [
    paragraph && `第${chineseNumber(Number(paragraph))}款`,
    point && `第（${chineseNumber(Number(point))}）项`,
    subpoint && `第${subpoint}目`,
  ]
  return articleLabel(article) + inner.filter(Boolean).join('')
}
