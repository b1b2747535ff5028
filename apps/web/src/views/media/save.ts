// Gives bytes to the browser to be saved. They have no type, so that nothing opens them here.

const KEPT_MS = 60_000

/** Saves under a name that was cleaned. */
export function saveBlob(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
}
