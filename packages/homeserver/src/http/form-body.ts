// The body of a form that a browser sends: bounded, and as text.
import { MatrixError } from '@chappe/contract'

const MAX_FORM_BYTES = 16 * 1024

/** Reads it whole; throws `M_TOO_LARGE` above 16 KiB. */
export async function readForm(stream: AsyncIterable<unknown>): Promise<URLSearchParams> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) continue
    size += part.byteLength
    if (size > MAX_FORM_BYTES) throw new MatrixError('M_TOO_LARGE')
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'))
}
