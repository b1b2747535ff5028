// From an open file to an answer: whole, in part, or "you have it already".
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Revealed, RevealTap } from '../../http/reveal-tap.ts'
import { RawBody } from '../../http/reveal-tap.ts'
import { contentHeaders } from './content-headers.ts'
import type { OpenMedia } from './media.ts'
import { selectRange } from './ranges.ts'

/** What is in memory of a file at once. */
const CHUNK_BYTES = 256 * 1024

/** Sends a file through the tap. The file is closed when it is sent, and when it cannot be. `onStart` gets what is sent. */
export async function answerMedia(
  tap: RevealTap<'media', never>,
  media: OpenMedia,
  { headers: requested, onStart }: { headers: IncomingHttpHeaders; onStart(stream: Readable): void },
): Promise<Revealed> {
  const { handle, byteLength, read } = media
  try {
    const headers = contentHeaders(media)
    const selection = selectRange(requested, media.etag, byteLength)
    if (selection.kind === 'unchanged' || selection.kind === 'unsatisfiable') {
      await handle.close()
      if (selection.kind === 'unchanged') return tap.nothing(new RawBody(Buffer.alloc(0), 0, headers, 304))
      const noPart = { ...headers, 'content-range': `bytes */${byteLength}` }
      return tap.nothing(new RawBody(Buffer.alloc(0), 0, noPart, 416))
    }
    if (selection.kind === 'whole') {
      const body = handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES })
      onStart(body)
      return await tap.reveal(new RawBody(body, byteLength, headers), [read])
    }
    const { first, last } = selection
    const body = handle.createReadStream({ start: first, end: last, highWaterMark: CHUNK_BYTES })
    onStart(body)
    const partHeaders = { ...headers, 'content-range': `bytes ${first}-${last}/${byteLength}` }
    return await tap.reveal(new RawBody(body, last - first + 1, partHeaders, 206), [read])
  } catch (error) {
    await handle.close().catch(() => undefined)
    throw error
  }
}
