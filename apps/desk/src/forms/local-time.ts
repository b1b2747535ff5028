// Moments in a field of the browser: in the time of whoever looks at it, to the minute.

/** As a field of date and time takes it. */
export function toLocalTime(ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** From such a field; nothing where none stands in it. */
export function fromLocalTime(text: string): number | undefined {
  const ms = new Date(text).getTime()
  return Number.isNaN(ms) ? undefined : ms
}
