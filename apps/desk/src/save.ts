// Taking something along as a file.

/** Hands a text to the browser as a file. */
export function saveText(fileName: string, text: string, type: string): void {
  saveBlob(fileName, new Blob([text], { type }))
}

/** Hands a value to the browser as a file of JSON. */
export function saveJson(fileName: string, value: unknown): void {
  saveText(fileName, JSON.stringify(value), 'application/json')
}

/** Hands bytes to the browser as a file. */
export function saveBlob(fileName: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
}
