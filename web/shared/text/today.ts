/** The day of legal time, in Shanghai, wherever the reader is. */
export const today = (at = new Date()): string => at.toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' })
