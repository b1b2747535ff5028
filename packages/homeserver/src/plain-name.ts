// Names from outside that go to the database as they are: PostgreSQL refuses NUL in text.
import { isDeviceId } from '@chappe/core'

/** Whether `text` may name something: 1 to 255 bytes, well formed, without control characters. */
export function isPlainName(text: string): boolean {
  return isDeviceId(text)
}
