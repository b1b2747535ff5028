// What one does with rooms and the people in them. Everything rejects with `Refused` where the server would not do it.
import type { MatrixClient } from 'matrix-js-sdk'
import { EventType, Preset, Visibility } from 'matrix-js-sdk'
import { setArchived } from './archive.ts'
import { receiptTypeOf } from '../person/privacy.ts'
import { asked } from '../refused.ts'
import { squareOf } from './room-picture.ts'
import type { RoomWish } from '../types.ts'

/** What one does with rooms. */
export interface RoomActions {
  /** Gives back the id of the new room. */
  create(wish: RoomWish): Promise<string>
  join(roomIdOrAlias: string): Promise<string>
  /** Asks to be let in. */
  knock(roomId: string, reason: string): Promise<void>
  leave(roomId: string): Promise<void>
  invite(roomId: string, userId: string): Promise<void>
  remove(roomId: string, userId: string, reason: string): Promise<void>
  ban(roomId: string, userId: string, reason: string): Promise<void>
  unban(roomId: string, userId: string): Promise<void>
  /** Sets what somebody may do: 100 everything, 50 look after others, 0 speak, below 0 nothing. */
  setLevel(roomId: string, userId: string, level: number): Promise<void>
  setName(roomId: string, name: string): Promise<void>
  setTopic(roomId: string, topic: string): Promise<void>
  /** The middle of a picture; rejects what is none. Everybody who sees the room sees it: it is not encrypted. */
  setPicture(roomId: string, file: Blob): Promise<void>
  /** Lets externals be invited, for good. */
  admitExternals(roomId: string): Promise<void>
  /** For which organisations an open room is from now on; undefined: for all agents. */
  setAudience(roomId: string, organisationIds: readonly string[] | undefined): Promise<void>
  /** Whether people may ask to be let in, where others are invited. */
  setMayAsk(roomId: string, mayAsk: boolean): Promise<void>
  /** What newcomers see of what is said from now on. */
  setHistory(roomId: string, visibility: 'invited' | 'joined' | 'shared'): Promise<void>
  /** For how many days the room keeps what is said; undefined: as the service has it. */
  setKept(roomId: string, days: number | undefined): Promise<void>
  /** The newest version that the server makes rooms of; undefined where a room is of that. */
  findNewerVersion(roomId: string): Promise<string | undefined>
  /** Puts a room of that version in the place of one, and invites people to it. Gives back its id. */
  renew(roomId: string, how: { version: string; invite: readonly string[] }): Promise<string>
  /** Puts a room into a space, or takes it out. */
  setChild(spaceId: string, roomId: string, isChild: boolean): Promise<void>
  /** `m.favourite`, `m.lowpriority`, or a section of one's own. */
  setTag(roomId: string, tag: string, order?: number): Promise<void>
  removeTag(roomId: string, tag: string): Promise<void>
  /** Puts a room away until something is said in it, or takes it back. */
  setArchived(roomId: string, isArchived: boolean): Promise<void>
  setMarkedUnread(roomId: string, isUnread: boolean): Promise<void>
  markRead(roomId: string): Promise<void>
}

const EXTERNALS = 'org.chappe.room.externals'
const AUDIENCE = 'org.chappe.room.audience'
const FORUM = 'org.chappe.room.forum'
const MEGOLM = { algorithm: 'm.megolm.v1.aes-sha2' }
/** What newcomers see: nobody hands over keys in a room that one comes into by oneself. */
const HISTORY: Readonly<Record<RoomWish['kind'], string | undefined>> = { private: 'invited', externals: 'invited', open: 'joined', forum: undefined, space: undefined }
const ADMIN_LEVEL = 100
const DAY_MS = 24 * 60 * 60 * 1000
const HIGHEST_LEVEL = 2 ** 53 - 1

/** Ties them to a client. */
export function createRoomActions(client: MatrixClient): RoomActions {
  const setState = async (roomId: string, type: string, content: object): Promise<void> => {
    // The SDK names the types it knows; ours are not among them.
    await asked(client.sendStateEvent(roomId, type as EventType.RoomTopic, content as { topic: string }, ''))
  }
  const setMarkedUnread = async (roomId: string, unread: boolean): Promise<void> => {
    await asked(client.setRoomAccountData(roomId, EventType.MarkedUnread, { unread }))
  }
  return {
    create: (wish) => createRoom(client, wish),
    join: async (roomIdOrAlias) => (await asked(client.joinRoom(roomIdOrAlias))).roomId,
    knock: async (roomId, reason) => void (await asked(client.knockRoom(roomId, reason === '' ? {} : { reason }))),
    leave: async (roomId) => void (await asked(client.leave(roomId))),
    invite: async (roomId, userId) => void (await asked(client.invite(roomId, userId))),
    remove: async (roomId, userId, reason) => void (await asked(client.kick(roomId, userId, reason === '' ? undefined : reason))),
    ban: async (roomId, userId, reason) => void (await asked(client.ban(roomId, userId, reason === '' ? undefined : reason))),
    unban: async (roomId, userId) => void (await asked(client.unban(roomId, userId))),
    setLevel: async (roomId, userId, level) => void (await asked(client.setPowerLevel(roomId, userId, level))),
    setName: (roomId, name) => setState(roomId, EventType.RoomName, { name }),
    setTopic: (roomId, topic) => setState(roomId, EventType.RoomTopic, { topic }),
    async setPicture(roomId, file) {
      const { content_uri: url } = await asked(client.uploadContent(await squareOf(file), { includeFilename: false, type: 'image/png' }))
      await setState(roomId, EventType.RoomAvatar, { url })
    },
    admitExternals: (roomId) => setState(roomId, EXTERNALS, { allowed: true }),
    setAudience: (roomId, organisationIds) => setState(roomId, AUDIENCE, organisationIds === undefined ? {} : { organisations: organisationIds }),
    setMayAsk: (roomId, mayAsk) => setState(roomId, EventType.RoomJoinRules, { join_rule: mayAsk ? 'knock' : 'invite' }),
    setHistory: (roomId, visibility) => setState(roomId, EventType.RoomHistoryVisibility, { history_visibility: visibility }),
    setKept: (roomId, days) => setState(roomId, 'm.room.retention', days === undefined ? {} : { max_lifetime: days * DAY_MS }),
    async findNewerVersion(roomId) {
      const { version, needsUpgrade } = (await client.getRoom(roomId)?.getRecommendedVersion()) ?? { version: '', needsUpgrade: false }
      return needsUpgrade ? version : undefined
    },
    async renew(roomId, { version, invite }) {
      const { replacement_room: successorId } = await asked(client.upgradeRoom(roomId, version))
      // The room is there: who cannot be invited now is invited by its people later.
      for (const userId of invite) await client.invite(successorId, userId).catch(() => undefined)
      return successorId
    },
    async setChild(spaceId, roomId, isChild) {
      const via = [client.getDomain() ?? '']
      await asked(client.sendStateEvent(spaceId, EventType.SpaceChild, isChild ? { via } : {}, roomId))
    },
    setTag: async (roomId, tag, order) => void (await asked(client.setRoomTag(roomId, tag, order === undefined ? {} : { order }))),
    removeTag: async (roomId, tag) => void (await asked(client.deleteRoomTag(roomId, tag))),
    setArchived: (roomId, isArchived) => setArchived(client, roomId, isArchived),
    setMarkedUnread,
    async markRead(roomId) {
      const room = client.getRoom(roomId)
      const last = room?.getLastLiveEvent()
      if (room === null || last === undefined) return
      await asked(client.sendReadReceipt(last, receiptTypeOf(client), true))
      if (room.getAccountData('m.marked_unread')?.getContent()['unread'] === true) await setMarkedUnread(roomId, false)
    },
  }
}

async function createRoom(client: MatrixClient, wish: RoomWish): Promise<string> {
  const { kind, name, topic, invite, forum } = wish
  const isOpen = kind === 'open' || kind === 'forum'
  const { room_id: roomId } = await asked(
    client.createRoom({
      name,
      ...(topic === '' ? {} : { topic }),
      preset: isOpen ? Preset.PublicChat : Preset.PrivateChat,
      visibility: isOpen ? Visibility.Public : Visibility.Private,
      invite: [...invite],
      initial_state: firstState(wish, client.getUserId() ?? ''),
      ...(kind === 'space' ? { creation_content: { type: 'm.space' } } : {}),
      ...(forum === undefined ? {} : { power_level_content_override: { users: Object.fromEntries(forum.owners.map((userId) => [userId, ADMIN_LEVEL])) } }),
    }),
  )
  return roomId
}

/** What a new room says of itself beside its name: from the first moment, as the server wants it. */
function firstState({ kind, mayAsk = false, forum, audience }: RoomWish, me: string): { type: string; state_key: string; content: object }[] {
  const state = (type: string, content: object) => ({ type, state_key: '', content })
  const history = HISTORY[kind]
  const isClosed = kind === 'private' || kind === 'externals'
  return [
    ...(isClosed || kind === 'open' ? [state(EventType.RoomEncryption, MEGOLM)] : []),
    ...(history === undefined ? [] : [state(EventType.RoomHistoryVisibility, { history_visibility: history })]),
    ...(kind === 'externals' ? [state(EXTERNALS, { allowed: true })] : []),
    ...(mayAsk && isClosed ? [state(EventType.RoomJoinRules, { join_rule: 'knock' })] : []),
    ...(audience === undefined || isClosed ? [] : [state(AUDIENCE, { organisations: audience })]),
    ...(forum === undefined ? [] : [state(FORUM, { organisation: forum.organisationId, owners: [me, ...forum.owners], purpose: forum.purpose, review_at_ms: forum.reviewAtMs })]),
  ]
}

/** A level as a number that can be compared and shown: whoever made a room is above everybody, what is no number is nothing. */
export function levelOf(level: unknown): number {
  if (typeof level !== 'number' || Number.isNaN(level)) return 0
  return Math.min(Math.max(level, -HIGHEST_LEVEL), HIGHEST_LEVEL)
}
