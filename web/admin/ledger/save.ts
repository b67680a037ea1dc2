/** Gives the browser a text to keep as a file. */
export function save(name: string, text: string, kind: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: kind }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url))
}
