// Bytes to and from the server, in the name of the session: bounded, told how far they are, and ended when nobody wants them.
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MediaFailure } from './types.ts'
import { MediaError } from './types.ts'

/** What a transfer is given. */
export interface Transfer {
  signal: AbortSignal
  /** How much of it is done, from 0 to 1. */
  onProgress?: ((part: number) => void) | undefined
}

const WHY: ReadonlyMap<number, MediaFailure> = new Map([
  [401, 'signedOut'],
  [403, 'gone'],
  [404, 'gone'],
  [413, 'tooLarge'],
  [502, 'unreachable'],
  [504, 'notYet'],
])
const PATIENCE = 4
const WAIT_MS_MAX = 30_000
/** So long may nothing of an upload move before it is begun anew. */
const STILL_MS = 60_000
/** So long may the server look at what it has got: it has large files examined. */
const LOOKED_AT_MS = 5 * 60_000

/** Fetches at most so many bytes. Throws `MediaError`, or what aborted it. */
export async function download(signedIn: Pick<SignedIn, 'fetch'>, path: string, { bytesMax, signal, onProgress }: Transfer & { bytesMax: number }): Promise<ArrayBuffer> {
  const response = await askPatiently(signedIn, path, signal)
  if (!response.ok) {
    await response.body?.cancel()
    throw new MediaError(WHY.get(response.status) ?? 'unreachable')
  }
  const announced = Number(response.headers.get('content-length') ?? 0)
  if (announced > bytesMax) {
    await response.body?.cancel()
    throw new MediaError('tooLarge')
  }
  return readBounded(response, { bytesMax, onProgress: (bytes) => onProgress?.(announced > 0 ? Math.min(bytes / announced, 1) : 0) })
}

/** Waits, a few times, where the server asks for patience. */
async function askPatiently({ fetch }: Pick<SignedIn, 'fetch'>, path: string, signal: AbortSignal): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(path, { signal }).catch((error: unknown) => {
      throw signal.aborted ? error : new MediaError('unreachable')
    })
    if (response.status !== 429 || tries === PATIENCE) return response
    await wait(retryAfterMs(await response.json().catch(() => undefined)), signal)
  }
}

async function readBounded(response: Response, { bytesMax, onProgress }: { bytesMax: number; onProgress(bytes: number): void }): Promise<ArrayBuffer> {
  const reader = response.body?.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for (;;) {
    const next = await reader?.read()
    if (next?.value === undefined) break
    bytes += next.value.byteLength
    if (bytes > bytesMax) {
      await reader?.cancel()
      throw new MediaError('tooLarge')
    }
    parts.push(next.value)
    onProgress(bytes)
  }
  return new Blob(parts).arrayBuffer()
}

/** What the server answered to an upload. */
export interface UploadAnswer {
  status: number
  errcode: string
  retryAfterMs: number
}

/** Puts bytes at an address of the server. `fetch` does not tell how far it is, so this is the older way. A connection that is dead and does not know is given up, answered by 408. Rejects where the server is not reached or `signal` ends it. */
export async function put(signedIn: Pick<SignedIn, 'headersFor'>, path: string, { body, signal, onProgress }: Transfer & { body: Blob }): Promise<UploadAnswer> {
  const url = new URL(path, location.origin)
  const headers = await signedIn.headersFor('PUT', url)
  return new Promise((done, failed) => {
    if (signal.aborted) return failed(new DOMException('', 'AbortError'))
    const request = new XMLHttpRequest()
    const end = (): void => request.abort()
    signal.addEventListener('abort', end, { once: true })
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', body.type === '' ? 'application/octet-stream' : body.type)
    const giveUp = (): void => {
      done({ status: 408, errcode: '', retryAfterMs: 0 })
      end()
    }
    let stillTimer = setTimeout(giveUp, STILL_MS)
    const isMoving = (atMostMs: number): void => {
      clearTimeout(stillTimer)
      stillTimer = setTimeout(giveUp, atMostMs)
    }
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      isMoving(STILL_MS)
      onProgress?.(total > 0 ? loaded / total : 0)
    })
    request.upload.addEventListener('load', () => isMoving(LOOKED_AT_MS))
    request.addEventListener('loadend', () => {
      clearTimeout(stillTimer)
      signal.removeEventListener('abort', end)
    })
    request.addEventListener('load', () => done(toAnswer(request.status, request.responseText)))
    request.addEventListener('error', () => failed(new MediaError('unreachable')))
    request.addEventListener('abort', () => failed(new DOMException('', 'AbortError')))
    request.send(body)
  })
}

function toAnswer(status: number, text: string): UploadAnswer {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  const errcode = typeof body === 'object' && body !== null && 'errcode' in body && typeof body.errcode === 'string' ? body.errcode : ''
  return { status, errcode, retryAfterMs: retryAfterMs(body) }
}

function retryAfterMs(body: unknown): number {
  const asked = typeof body === 'object' && body !== null && 'retry_after_ms' in body ? Number(body.retry_after_ms) : 1000
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 100), WAIT_MS_MAX) : 1000
}

/** Waits, unless it is ended. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      failed(new DOMException('', 'AbortError'))
    })
  })
}
