// A file on its way to a room. What is done of it stays done: whoever tries again goes on from there. The address is made
// before the bytes go (MSC2246), so that a try whose answer was lost is recognised and no file is stored twice.
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixmediav1create
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError } from '@chappe/ui/sign-in'
import type { EncryptedFile } from './attachment.ts'
import { encryptBytes } from './attachment.ts'
import { isMxc, uploadPath } from './mxc.ts'
import type { Prepared } from './prepare.ts'
import type { Transfer } from './transfer.ts'
import { put, wait } from './transfer.ts'
import { MediaError } from './types.ts'

/** A recording of somebody's voice. */
export interface Voice {
  durationMs: number
  /** Each from 0 to 1. */
  waveform: readonly number[]
}

/** What a file is sent with. */
export interface Outgoing {
  prepared: Prepared
  name: string
  voice?: Voice | undefined
}

/** A file on its way. */
export interface Sending {
  /** Uploads what is not uploaded yet. */
  upload(transfer: Transfer): Promise<void>
  /** What the message says, when all is uploaded. */
  content(caption: string): Record<string, unknown>
}

type Call = Pick<SignedIn, 'call' | 'headersFor'>

/** What is uploaded of a file: itself, or its smaller picture. */
interface Part {
  plain: Blob
  name: string
  body?: Blob
  file?: EncryptedFile
  mxc?: string
  isDone: boolean
}

const TRIES = 4

/** Begins to send a file, encrypted or not. */
export function createSending(signedIn: Call, outgoing: Outgoing, isEncrypted: boolean): Sending {
  const { prepared, name, voice } = outgoing
  const whole: Part = { plain: prepared.bytes, name, isDone: false }
  const small: Part | undefined = prepared.preview === undefined ? undefined : { plain: prepared.preview.bytes, name: 'preview', isDone: false }
  return {
    async upload({ signal, onProgress }) {
      if (small !== undefined) await uploadPart(signedIn, small, { signal, isEncrypted })
      await uploadPart(signedIn, whole, { signal, isEncrypted, onProgress })
    },
    content(caption) {
      return {
        msgtype: `m.${prepared.media}`,
        body: caption === '' ? name : caption,
        filename: name,
        info: infoOf(outgoing, small),
        ...addressOf(whole),
        ...(voice === undefined ? {} : voiceContent(voice)),
      }
    },
  }
}

async function uploadPart(signedIn: Call, part: Part, { signal, isEncrypted, onProgress }: Transfer & { isEncrypted: boolean }): Promise<void> {
  if (part.isDone) return
  const body = await bodyOf(part, isEncrypted)
  part.mxc ??= await createAddress(signedIn)
  const query = isEncrypted ? '' : `?${new URLSearchParams({ filename: part.name }).toString()}`
  for (let tries = 1; ; tries += 1) {
    const answer = await put(signedIn, `${uploadPath(part.mxc)}${query}`, { body, signal, onProgress })
    // An earlier try arrived, and only its answer did not.
    if (answer.status === 200 || answer.errcode === 'M_CANNOT_OVERWRITE_MEDIA') break
    if (answer.status === 429 && tries < TRIES) await wait(answer.retryAfterMs, signal)
    else if (answer.status === 401 && tries < TRIES) await renew(signedIn)
    else if (answer.status !== 408 || tries === TRIES) {
      // An address that has run out, or was taken back, is not asked for again.
      if (answer.status === 404) delete part.mxc
      throw refusal(answer.status)
    }
  }
  part.isDone = true
  // The bytes are where they belong; they need not be kept twice.
  delete part.body
}

/** What goes over the line, the same at every try. */
async function bodyOf(part: Part, isEncrypted: boolean): Promise<Blob> {
  if (part.body !== undefined) return part.body
  if (!isEncrypted) return (part.body = part.plain)
  const { bytes, file } = await encryptBytes(new Uint8Array(await part.plain.arrayBuffer()))
  part.file = file
  // The server is told neither the name nor the type of what it must not read.
  return (part.body = new Blob([bytes], { type: 'application/octet-stream' }))
}

async function createAddress(signedIn: Call): Promise<string> {
  try {
    const answer = await signedIn.call({ method: 'POST', path: '/_matrix/media/v1/create' })
    const mxc = typeof answer === 'object' && answer !== null && 'content_uri' in answer ? answer.content_uri : undefined
    if (isMxc(mxc)) return mxc
    throw new MediaError('unreachable')
  } catch (error) {
    if (error instanceof ApiError) throw refusal(error.status)
    throw error
  }
}

/** Any call has a token that has run out renewed. */
async function renew(signedIn: Call): Promise<void> {
  await signedIn.call({ method: 'GET', path: '/_matrix/client/v3/account/whoami' })
}

function refusal(status: number): MediaError {
  if (status === 413) return new MediaError('tooLarge')
  if (status === 401) return new MediaError('signedOut')
  // 403: the account has no room left.
  return new MediaError(status === 403 || status === 404 ? 'gone' : 'unreachable')
}

function addressOf({ mxc, file }: Part): Record<string, unknown> {
  if (mxc === undefined) throw new Error('the file is not uploaded yet')
  return file === undefined ? { url: mxc } : { file: { ...file, url: mxc } }
}

function infoOf({ prepared, voice }: Outgoing, small: Part | undefined): Record<string, unknown> {
  const { bytes, type, width, height, durationMs, preview, blurhash } = prepared
  const known = { size: bytes.size, mimetype: type, w: width, h: height, duration: durationMs ?? voice?.durationMs, 'xyz.amorgan.blurhash': blurhash }
  const info = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
  if (small === undefined || preview === undefined) return info
  const { url, file } = addressOf(small)
  const thumbnail = { w: preview.width, h: preview.height, mimetype: preview.bytes.type, size: preview.bytes.size }
  return { ...info, thumbnail_info: thumbnail, ...(file === undefined ? { thumbnail_url: url } : { thumbnail_file: file }) }
}

/** MSC3245 and MSC3246, as clients speak them today. */
function voiceContent({ durationMs, waveform }: Voice): Record<string, unknown> {
  return {
    'org.matrix.msc3245.voice': {},
    'org.matrix.msc1767.audio': { duration: Math.round(durationMs), waveform: waveform.map((each) => Math.round(each * 1024)) },
  }
}
