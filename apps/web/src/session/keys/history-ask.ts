// Whoever comes into a room otherwise than by a colleague's invitation (by a space, by a link, by mail) has no key of what was said
// there before. Where the room shows it to newcomers, this device asks for them: one device of one colleague after the other, those
// first who spoke last, until one has answered or enough were asked.
// docs/decisions/0118-hand-the-past-to-who-comes-in-uninvited.md
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { ClientEvent, RoomEvent } from 'matrix-js-sdk'
import type { CryptoApi, OlmEncryptionInfo } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { Live } from '../../live.ts'
import type { SealedStore } from '../kept/sealed.ts'
import { openSealed } from '../kept/sealed.ts'
import { recordOf, textOf } from '../own-api.ts'
import type { HistoryCalls } from './history-calls.ts'
import { ASKED_FOR_MS, cameInto } from './history-calls.ts'
import type { KeyState } from './key-state.ts'

/** How far asking for a room has come: how many were asked since its owner came in at that moment. */
export interface AskedFor {
  cameMs: number
  asked: number
  isOver: boolean
}

/** What it is made over. */
export interface AskingParts {
  client: MatrixClient
  crypto: CryptoApi
  keyState: Live<KeyState>
  calls: HistoryCalls
  store: SealedStore<AskedFor>
  now(): number
  /** Resolves after so long. */
  wait(ms: number): Promise<void>
}

const STORE = 'chappe-web-history'
const ASKED_MAX = 8
/** So long one is given to answer; what comes later is taken all the same. */
const ANSWER_MS = 20_000
const LOOK_MS = 1_000
/** With an invitation keys come by themselves; so long they may take. */
const INVITED_MS = 30_000
const BUNDLE_TYPES: ReadonlySet<string> = new Set(['m.room_key_bundle', 'io.element.msc4268.room_key_bundle'])

/** Opens the store of it. */
export const openHistoryStore = (): SealedStore<AskedFor> => openSealed(STORE, parseAskedFor)

/** Begins to; gives back what ends it. */
export function askForHistory(parts: AskingParts): () => void {
  const { client, keyState, calls } = parts
  const givers = new Map<string, Set<string>>()
  const under = new Set<string>()
  const end = { isStopped: false }

  async function consider(room: Room): Promise<void> {
    const { roomId } = room
    if (end.isStopped || keyState.getState().kind !== 'ready' || under.has(roomId)) return
    under.add(roomId)
    const asked = givers.get(roomId) ?? new Set()
    givers.set(roomId, asked)
    await askFor(parts, room, { givers: asked, end }).catch(() => undefined)
    under.delete(roomId)
  }
  // What the room says comes after that one is in it, and what the SDK does for who was invited as well.
  const onMembership = (room: Room, membership: string): void => void (membership === 'join' && parts.wait(LOOK_MS).then(() => consider(room)))
  const considerAll = (): void => client.getRooms().filter((room) => isNew(parts, room)).forEach((room) => void consider(room))
  // The SDK takes keys from whom they are awaited last; whoever was asked before may answer too.
  const onMessage = ({ message, encryptionInfo: info }: { message: { type: string; content: unknown }; encryptionInfo: OlmEncryptionInfo | null }): void => {
    const roomId = textOf(recordOf(message.content)['room_id'])
    if (BUNDLE_TYPES.has(message.type) && info !== null && givers.get(roomId)?.has(info.sender) === true) void calls.take(roomId, info.sender).catch(() => undefined)
  }
  const unsubscribe = keyState.subscribe(({ kind }, before) => void (kind === 'ready' && before.kind !== 'ready' && considerAll()))
  client.on(RoomEvent.MyMembership, onMembership)
  client.on(ClientEvent.ReceivedToDeviceMessage, onMessage)
  considerAll()
  return () => {
    end.isStopped = true
    unsubscribe()
    client.off(RoomEvent.MyMembership, onMembership)
    client.off(ClientEvent.ReceivedToDeviceMessage, onMessage)
  }
}

/** Who was asked for a room, and whether asking has to stop. */
interface Under {
  givers: Set<string>
  end: { isStopped: boolean }
}

async function askFor(parts: AskingParts, room: Room, under: Under): Promise<void> {
  const { store } = parts
  const { roomId } = room
  const came = cameInto(room, room.myUserId)
  if (came === undefined || !isNew(parts, room)) return
  const kept = await store.get(roomId)
  const state: AskedFor = kept?.cameMs === came.atMs ? kept : { cameMs: came.atMs, asked: 0, isOver: false }
  if (state.isOver || (came.isInvited && state.asked === 0 && (await isAnswered(parts, roomId, INVITED_MS)))) return
  const asked = await askEach(parts, room, { ...under, asked: state.asked, note: (count) => store.set(roomId, { ...state, asked: count }) })
  if (asked !== undefined) await store.set(roomId, { ...state, asked, isOver: true })
}

/** Asks one after the other until one has answered. Gives back how many were asked in all; undefined where it had to stop. */
async function askEach(parts: AskingParts, room: Room, { givers, end, asked, note }: Under & { asked: number; note(asked: number): Promise<void> }): Promise<number | undefined> {
  const { calls } = parts
  const { roomId } = room
  let count = asked
  for (const device of (await listGivers(parts, room)).slice(0, ASKED_MAX - asked)) {
    if (end.isStopped || room.getMyMembership() !== 'join') return undefined
    givers.add(device.userId)
    await calls.awaitFrom(roomId, device.userId)
    const isAsked = await calls.ask(roomId, device)
    count += 1
    await note(count)
    if (isAsked && (await isAnswered(parts, roomId, ANSWER_MS))) break
  }
  return end.isStopped ? undefined : count
}

/** Whether its owner has come in so lately that keys are asked for. */
function isNew({ now }: AskingParts, room: Room): boolean {
  return now() - (cameInto(room, room.myUserId)?.atMs ?? -Infinity) < ASKED_FOR_MS
}

async function isAnswered({ calls, now, wait }: AskingParts, roomId: string, atMostMs: number): Promise<boolean> {
  for (const untilMs = now() + atMostMs; await calls.isAwaited(roomId); await wait(LOOK_MS)) if (now() >= untilMs) return false
  return true
}

/** Devices to be asked: of each colleague one that they have signed, those first who spoke last; then by chance, so that it is not always the same. */
async function listGivers({ client, crypto }: AskingParts, room: Room): Promise<{ userId: string; deviceId: string }[]> {
  await room.loadMembersIfNeeded()
  const spoke = room.getLiveTimeline().getEvents().map((event) => event.getSender()).toReversed()
  const rankOf = (userId: string): number => (spoke.includes(userId) ? spoke.indexOf(userId) : spoke.length + Math.random())
  const colleagues = room
    .getJoinedMembers()
    .map(({ userId }) => ({ userId, rank: rankOf(userId) }))
    .filter(({ userId }) => userId !== client.getUserId())
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 2 * ASKED_MAX)
  const known = await crypto.getUserDeviceInfo(colleagues.map(({ userId }) => userId), true)
  const found: { userId: string; deviceId: string }[] = []
  for (const { userId } of colleagues) {
    const deviceIds = [...(known.get(userId)?.keys() ?? [])].toSorted(() => Math.random() - 0.5)
    for (const deviceId of deviceIds) {
      if ((await crypto.getDeviceVerificationStatus(userId, deviceId))?.signedByOwner !== true) continue
      found.push({ userId, deviceId })
      break
    }
  }
  return found
}

function parseAskedFor(value: unknown): AskedFor | undefined {
  const { cameMs, asked, isOver } = recordOf(value)
  return typeof cameMs === 'number' && typeof asked === 'number' && typeof isOver === 'boolean' ? { cameMs, asked, isOver } : undefined
}
