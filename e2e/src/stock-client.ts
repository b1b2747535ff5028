// A stock client in a process of its own: matrix-js-sdk with its Rust crypto, and nothing of ours. It is told what to
// do over the process's message channel, one command at a time, and answers with the result or the error.
import { decryptFile, encryptFile } from './encrypted-file.ts'
import type { EncryptedFile } from './encrypted-file.ts'
import { walkPages } from './walk-pages.ts'
import * as sdk from 'matrix-js-sdk'
import type { GeneratedSecretStorageKey } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { SlidingSync } from 'matrix-js-sdk/lib/sliding-sync.js'

/** What the parent sends. */
export interface Command {
  id: number
  name: string
  args: Record<string, string>
}

/** What it gets back. */
export interface Result {
  id: number
  value?: unknown
  error?: string
}

const WAIT_MS = 60_000

let client: sdk.MatrixClient | undefined
let storageKey: { keyId: string; key: Uint8Array<ArrayBuffer> } | undefined
const password = 'a long enough password'

function current(): sdk.MatrixClient {
  if (client === undefined) throw new Error('not signed in')
  return client
}

function crypto(): NonNullable<ReturnType<sdk.MatrixClient['getCrypto']>> {
  const api = current().getCrypto()
  if (api === undefined) throw new Error('no crypto')
  return api
}

/** How a client syncs: everything, or the rooms it asks for. */
type Syncing = 'plain' | 'sliding'

async function start(
  baseUrl: string,
  signedIn: { user_id: string; device_id?: string; access_token?: string; oauth?: Partial<sdk.ICreateClientOpts> },
  syncing: Syncing = 'plain',
): Promise<void> {
  client = sdk.createClient({
    baseUrl,
    userId: signedIn.user_id,
    ...(signedIn.device_id === undefined ? {} : { deviceId: signedIn.device_id }),
    ...(signedIn.access_token === undefined ? {} : { accessToken: signedIn.access_token }),
    ...signedIn.oauth,
    cryptoCallbacks: {
      getSecretStorageKey: async ({ keys }) => {
        const keyId = Object.keys(keys)[0]
        if (storageKey === undefined || keyId === undefined) return null
        return [storageKey.keyId === '' ? keyId : storageKey.keyId, storageKey.key]
      },
      cacheSecretStorageKey: (keyId, _info, key) => {
        storageKey = { keyId, key: new Uint8Array(key) }
      },
    },
  })
  await client.initRustCrypto({ useIndexedDB: false })
  const sliding = syncing === 'sliding' ? { slidingSync: slidingSyncOf(baseUrl, client) } : {}
  await client.startClient({ initialSyncLimit: 30, lazyLoadMembers: true, ...sliding })
  await until(() => current().isInitialSyncComplete(), 'the first sync')
}

/** One list of the newest rooms, with what the client's own room model needs. */
function slidingSyncOf(baseUrl: string, asking: sdk.MatrixClient): SlidingSync {
  const state = [['m.room.create', ''], ['m.room.encryption', ''], ['m.room.join_rules', ''], ['m.room.name', ''], ['m.room.power_levels', ''], ['m.room.history_visibility', ''], ['m.room.member', '$ME'], ['m.room.member', '$LAZY']]
  const list = { ranges: [[0, 19]], timeline_limit: 30, required_state: state }
  return new SlidingSync(baseUrl, new Map([['all', list]]), { timeline_limit: 30, required_state: state }, asking, 30_000)
}

async function until<T>(look: () => T | undefined | false | null | Promise<T | undefined | false | null>, what: string): Promise<T> {
  const end = Date.now() + WAIT_MS
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false && found !== null) return found
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function find(roomId: string, text: string): sdk.MatrixEvent | undefined {
  const room = current().getRoom(roomId)
  return room?.getLiveTimeline().getEvents().find((event) => event.getContent()['body'] === text)
}

/** As clients do since v1.11: with the token, under the authenticated path. */
async function download(url: string): Promise<{ status: number; bytes: Uint8Array<ArrayBuffer> }> {
  const address = current().mxcUrlToHttp(url, undefined, undefined, undefined, false, true, true)
  const response = await fetch(address ?? '', { headers: { authorization: `Bearer ${current().getAccessToken()}` } })
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
}

/** The words that people are shown where something is refused; empty where it is not. */
async function wordsOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return ''
  } catch (error) {
    if (!(error instanceof sdk.MatrixError)) throw error
    return `${error.errcode}: ${error.data.error}`
  }
}

type Handler = (args: Record<string, string>) => Promise<unknown>

const handlers: Record<string, Handler> = {
  /** `syncing`: `sliding` for a client that asks for the rooms it shows. */
  async register({ baseUrl = '', username = '', syncing = 'plain' }) {
    const guest = sdk.createClient({ baseUrl })
    const made = await guest.registerRequest({ username, password, auth: { type: 'm.login.dummy' } })
    await start(baseUrl, made, syncing === 'sliding' ? 'sliding' : 'plain')
    return made.user_id
  },
  async login({ baseUrl = '', username = '' }) {
    const guest = sdk.createClient({ baseUrl })
    const made = await guest.loginRequest({ type: 'm.login.password', identifier: { type: 'm.id.user', user: username }, password })
    await start(baseUrl, made)
    return made.device_id
  },
  /** Goes on with a device that was signed in elsewhere: what that was answered, as JSON. */
  async resume({ baseUrl = '', device = '' }) {
    const made = JSON.parse(device)
    await start(baseUrl, made)
    return made.device_id
  },
  /** Registers itself, lets its user walk the server's pages, and goes on with what it got; gives back the device id. */
  async loginThroughOAuth({ baseUrl = '', username = '' }) {
    const metadata = await sdk.createClient({ baseUrl }).getAuthMetadata()
    const redirectUri = 'https://stock.example/signed-in'
    const about = { client_name: 'Stock', client_uri: 'https://stock.example/', redirect_uris: [redirectUri] as [string], application_type: 'web' as const }
    const auth = new sdk.OAuth2(metadata, { clientId: await sdk.OAuth2.registerClient(metadata, about) })
    const address = await auth.generateAuthorizationCodeGrantUrl('a state', redirectUri)
    const answer = new URLSearchParams((await walkPages(address, { user: username, password })).hash.slice(1))
    const tokens = await auth.completeAuthorizationCodeGrant(answer.get('code') ?? '', redirectUri)
    const { clientId, deviceId } = auth.context
    const accessToken = tokens.access_token
    const { user_id } = await sdk.createClient({ baseUrl, accessToken }).whoami()
    const oauth = { refreshToken: tokens.refresh_token ?? '', oauthClientId: clientId, onTokenRefresh: () => undefined }
    await start(baseUrl, { user_id, device_id: deviceId, access_token: accessToken, oauth })
    return deviceId
  },
  async accessToken() {
    return current().getAccessToken()
  },
  /** The status with which the server answers who a token is of. */
  async tryToken({ token = '' }) {
    const response = await fetch(`${current().baseUrl}/_matrix/client/v3/account/whoami`, { headers: { authorization: `Bearer ${token}` } })
    return response.status
  },
  /** Signs out; a client that signed in through OAuth 2.0 revokes its tokens. */
  async logout() {
    await current().logout(true)
  },
  /** Cross-signing, secret storage and a key backup; gives back the recovery key. */
  async makeBackup() {
    let made: GeneratedSecretStorageKey | undefined
    await crypto().bootstrapCrossSigning({
      authUploadDeviceSigningKeys: async (makeRequest) => {
        await makeRequest(null)
      },
    })
    await crypto().bootstrapSecretStorage({
      createSecretStorageKey: async () => {
        made = await crypto().createRecoveryKeyFromPassphrase()
        return made
      },
      setupNewKeyBackup: true,
      setupNewSecretStorage: true,
    })
    await crypto().checkKeyBackupAndEnable()
    return made?.encodedPrivateKey
  },
  /** Waits until the backup has that many room keys. */
  async backedUp({ keys = '1' }) {
    const { http } = current()
    await until(async () => {
      const { count } = await http.authedRequest<{ count: number }>(sdk.Method.Get, '/room_keys/version')
      return count >= Number(keys)
    }, 'the backup of room keys')
  },
  async restoreBackup({ recoveryKey = '' }) {
    const { decodeRecoveryKey } = await import('matrix-js-sdk/lib/crypto-api/index.js')
    storageKey = { keyId: '', key: new Uint8Array(decodeRecoveryKey(recoveryKey)) }
    // The public halves have to be there before the private ones are taken from secret storage.
    await until(() => crypto().userHasCrossSigningKeys(current().getSafeUserId(), true), 'the own identity')
    await crypto().bootstrapCrossSigning({})
    await crypto().loadSessionBackupPrivateKeyFromSecretStorage()
    const { imported } = await crypto().restoreKeyBackup()
    return imported
  },
  async createDirectMessage({ other = '' }) {
    const made = await current().createRoom({
      preset: sdk.Preset.TrustedPrivateChat,
      is_direct: true,
      invite: [other],
      initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }],
    })
    await until(() => current().getRoom(made.room_id)?.hasEncryptionStateEvent(), 'the room')
    return made.room_id
  },
  async createOpenRoom({ name = '' }) {
    return (await current().createRoom({ preset: sdk.Preset.PublicChat, visibility: sdk.Visibility.Public, name })).room_id
  },
  /** Makes a room of whatever options, as JSON. */
  async createRoom({ options = '{}' }) {
    const wish: sdk.ICreateRoomOpts = JSON.parse(options)
    const made = await current().createRoom(wish)
    await until(() => current().getRoom(made.room_id), 'the room')
    return made.room_id
  },
  async tryCreateRoom({ options = '{}' }) {
    const wish: sdk.ICreateRoomOpts = JSON.parse(options)
    return wordsOf(current().createRoom(wish))
  },
  async tryInvite({ roomId = '', other = '' }) {
    return wordsOf(current().invite(roomId, other))
  },
  async tryState({ roomId = '', type = '', content = '{}' }) {
    const path = `/rooms/${encodeURIComponent(roomId)}/state/${type}/`
    return wordsOf(current().http.authedRequest(sdk.Method.Put, path, undefined, JSON.parse(content)))
  },
  /** Says something as a client without any encryption does. */
  async tryPlain({ roomId = '', text = '' }) {
    const { baseUrl } = current()
    const plain = sdk.createClient({ baseUrl, userId: current().getSafeUserId(), accessToken: current().getAccessToken() ?? '' })
    return wordsOf(plain.sendTextMessage(roomId, text))
  },
  async leave({ roomId = '' }) {
    await current().leave(roomId)
  },
  async findOpenRoom({ name = '' }) {
    const found = await current().publicRooms({ filter: { generic_search_term: name } })
    return found.chunk[0]?.room_id
  },
  async join({ roomId = '' }) {
    // An invitation has to arrive before it can be accepted.
    await current().joinRoom(roomId)
    await until(() => current().getRoom(roomId)?.getMyMembership() === 'join', 'the room')
  },
  async invited({ roomId = '' }) {
    await until(() => current().getRoom(roomId)?.getMyMembership() === 'invite', 'the invitation')
  },
  /** Encrypts a file as clients do, uploads what came out, and sends its key in an encrypted message; gives back the URI. */
  async sendFile({ roomId = '', name = '', base64 = '' }) {
    const { bytes, file } = await encryptFile(Buffer.from(base64, 'base64'))
    const { content_uri: url } = await current().uploadContent(new Blob([bytes]), { includeFilename: false, type: 'application/octet-stream' })
    const content = { msgtype: sdk.MsgType.File as const, body: name, info: { size: bytes.byteLength }, file: { ...file, url } }
    await current().sendMessage(roomId, content)
    return url
  },
  /** Waits for a file in a room, downloads and decrypts it; gives back its bytes in base64. */
  async readFile({ roomId = '', name = '' }) {
    const event = await until(() => find(roomId, name), `the file "${name}"`)
    const file: EncryptedFile = event.getContent()['file']
    const { status, bytes } = await download(file.url)
    if (status !== 200) throw new Error(`the file answers ${status}`)
    return Buffer.from(await decryptFile(bytes, file)).toString('base64')
  },
  /** The status with which a file is answered. */
  async tryFile({ url = '' }) {
    return (await download(url)).status
  },
  async send({ roomId = '', text = '' }) {
    return (await current().sendTextMessage(roomId, text)).event_id
  },
  /** Says something so many times a second, in rooms (JSON) in turn; gives back how many the server took. */
  async chatter({ rooms = '[]', perSecond = '1', seconds = '1', text = '' }) {
    const roomIds: string[] = JSON.parse(rooms)
    const count = Math.round(Number(perSecond) * Number(seconds))
    const beganMs = performance.now()
    const taken = Array.from({ length: count }, async (_, index) => {
      await new Promise((done) => setTimeout(done, beganMs + (index * 1000) / Number(perSecond) - performance.now()))
      await current().sendTextMessage(roomIds[index % roomIds.length] ?? '', `${text} ${index}`)
    })
    return (await Promise.allSettled(taken)).filter(({ status }) => status === 'fulfilled').length
  },
  /** Waits until a text can be read in a room; says whether it came encrypted. */
  async read({ roomId = '', text = '' }) {
    const event = await until(() => find(roomId, text), `"${text}"`)
    return event.isEncrypted()
  },
  /** Pages back to the beginning and gives back every text that can be read, oldest first. */
  async readAll({ roomId = '' }) {
    const room = await until(() => current().getRoom(roomId), 'the room')
    while (await current().paginateEventTimeline(room.getLiveTimeline(), { backwards: true, limit: 30 })) {
      // Until there is nothing older.
    }
    const events = room.getLiveTimeline().getEvents()
    for (const event of events) await current().decryptEventIfNeeded(event)
    return events.map((event) => event.getContent()['body']).filter((body) => typeof body === 'string')
  },
  async stop() {
    current().stopClient()
  },
}

process.on('message', (command: Command) => {
  const handler = handlers[command.name]
  const done = handler === undefined ? Promise.reject(new Error(`no command ${command.name}`)) : handler(command.args)
  done.then(
    (value) => process.send?.({ id: command.id, value } satisfies Result),
    (error: unknown) => process.send?.({ id: command.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Result),
  )
})
process.on('disconnect', () => process.exit(0))
