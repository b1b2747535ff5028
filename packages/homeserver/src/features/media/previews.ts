// What pages say of themselves, fetched on behalf of people who see a link. Only through the guarded client: whoever
// writes a link chooses what the server calls.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediapreview_url
import { MatrixError } from '@chappe/contract'
import type { Clock } from '../../deps.ts'
import type { GuardedClient, OutgoingAnswer } from '../../outgoing/guarded-client.ts'
import { OutgoingError } from '../../outgoing/guarded-client.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import { essenceOf } from './content-headers.ts'
import type { PageFacts } from './page-reader.ts'
import { readPage } from './page-reader.ts'
import { describePicture } from './thumbnails.ts'

/** OpenGraph by property, with Matrix's own for the picture. */
export type Preview = Record<string, string | number>

/** What previews need. */
export interface PreviewsDeps {
  clock: Clock
  outgoing: Pick<Outgoing, 'openClient'>
  /** Keeps the picture of a page; gives back its `mxc://` URI. */
  storePicture(bytes: Buffer, contentType: string): Promise<string>
  settings: { enabled: boolean }
}

/** The one operation. */
export interface Previews {
  /**
   * What a page says of itself; empty where it says nothing. Throws `M_NOT_FOUND` where it cannot be read, whatever the
   * reason: which hosts there are behind the server is nobody's business. `M_UNRECOGNIZED` where previews are off.
   */
  preview(url: string): Promise<Preview>
  close(): Promise<void>
}

const PAGE_BYTES = 512 * 1024
const PICTURE_BYTES = 5 * 1024 * 1024
const TIMEOUT_MS = 10_000
const REDIRECTS = 5
const REMEMBERED = 500
const REMEMBER_MS = 3600_000
const REMEMBER_FAILURE_MS = 5 * 60_000
const MAX_UNDER_WAY = 50
const PAGE_TYPES = new Set(['text/html', 'application/xhtml+xml'])

interface Remembered {
  preview: Preview | undefined
  until: number
}

interface State extends PreviewsDeps {
  client: GuardedClient
}

/** Opens a client and ties the operation to it. */
export function createUrlPreviews(deps: PreviewsDeps): Previews {
  const client = deps.outgoing.openClient({ maxSockets: 16, maxSocketsPerHost: 2 })
  const state: State = { ...deps, client }
  const remembered = new Map<string, Remembered>()
  const underWay = new Map<string, Promise<Preview | undefined>>()

  async function load(url: string): Promise<Preview | undefined> {
    const preview = await fetchPreview(state, url)
    if (remembered.size >= REMEMBERED) dropOldest(remembered)
    const until = deps.clock.now() + (preview === undefined ? REMEMBER_FAILURE_MS : REMEMBER_MS)
    remembered.set(url, { preview, until })
    return preview
  }

  return {
    async preview(written) {
      if (!deps.settings.enabled) throw new MatrixError('M_UNRECOGNIZED', { message: 'Links are not previewed here' })
      const url = parseUrl(written)
      const known = remembered.get(url)
      if (known !== undefined && known.until > deps.clock.now()) return found(known.preview)
      remembered.delete(url)
      let loading = underWay.get(url)
      if (loading === undefined) {
        if (underWay.size >= MAX_UNDER_WAY) throw new MatrixError('M_LIMIT_EXCEEDED', { fields: { retry_after_ms: 2000 } })
        loading = load(url).finally(() => underWay.delete(url))
        underWay.set(url, loading)
      }
      return found(await loading)
    },
    close: async () => client[Symbol.asyncDispose](),
  }
}

/** The URL without its fragment, which no server sees. */
function parseUrl(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'url is an http or https URL' })
  }
  url.hash = ''
  return url.href
}

function found(preview: Preview | undefined): Preview {
  if (preview === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'The page could not be read' })
  return preview
}

/** Nothing where the page cannot be read. */
async function fetchPreview(state: State, url: string): Promise<Preview | undefined> {
  const answer = await get(state, url, { maxBytes: PAGE_BYTES, accept: 'text/html,application/xhtml+xml,image/*;q=0.5' })
  if (answer === undefined || answer.status < 200 || answer.status > 299) return undefined
  const type = essenceOf(answer.headers['content-type'] ?? '')
  if (type.startsWith('image/')) {
    // The page is a picture; what did not fit is asked for again, with the bound of pictures.
    return answer.isCut ? fetchPicture(state, answer.url) : keepPicture(state, answer.body)
  }
  if (!PAGE_TYPES.has(type)) return {}
  const page = await readPage(answer.body, answer.headers['content-type'])
  return { ...textsOf(page), ...(page.image === undefined ? {} : await fetchPicture(state, resolve(page.image, answer.url))) }
}

function resolve(reference: string, base: string): string {
  return URL.canParse(reference, base) ? new URL(reference, base).href : ''
}

async function fetchPicture(state: State, url: string): Promise<Preview> {
  const answer = await get(state, url, { maxBytes: PICTURE_BYTES, accept: 'image/*' })
  const isThere = answer !== undefined && answer.status === 200 && !answer.isCut
  return isThere ? keepPicture(state, answer.body) : {}
}

/** What the bytes are decides, not what the other server calls them: only pictures that can be decoded are kept. */
async function keepPicture(state: State, bytes: Buffer): Promise<Preview> {
  const picture = await describePicture(bytes)
  if (picture === undefined) return {}
  return {
    'og:image': await state.storePicture(bytes, picture.contentType),
    'og:image:type': picture.contentType,
    'og:image:width': picture.width,
    'og:image:height': picture.height,
    'matrix:image:size': bytes.byteLength,
  }
}

/** Nothing where there is no answer. */
async function get({ client }: State, url: string, how: { maxBytes: number; accept: string }): Promise<OutgoingAnswer | undefined> {
  try {
    return await client.call({
      method: 'GET',
      url,
      headers: { accept: how.accept },
      timeoutMs: TIMEOUT_MS,
      maxBytes: how.maxBytes,
      cut: true,
      plainHttp: true,
      redirectsMax: REDIRECTS,
    })
  } catch (error) {
    if (error instanceof OutgoingError) return undefined
    throw error
  }
}

function textsOf(page: PageFacts): Preview {
  const preview: Preview = {}
  for (const [property, value] of [
    ['og:title', page.title],
    ['og:description', page.description],
    ['og:site_name', page.siteName],
    ['og:type', page.type],
    ['og:url', page.url],
  ] as const) {
    if (value !== undefined) preview[property] = value
  }
  return preview
}

function dropOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next()
  if (oldest.done !== true) map.delete(oldest.value)
}
