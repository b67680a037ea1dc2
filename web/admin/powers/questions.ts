/** What the questions share: it stays in the address from one to the next. */
export type Asked = Record<'ask' | 'item' | 'authority' | 'area' | 'as_of' | 'from' | 'to' | 'statute' | 'article', string>

/** Whether a text is the code of an area: 6, 9 or 12 digits. */
export const isArea = (text: string) => /^(\d{6}|\d{9}|\d{12})$/u.test(text.trim())
