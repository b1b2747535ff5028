// Keys of what was said in a room before somebody came in (MSC4268), as the SDK deals in them beneath its interface, which hands
// them over with an invitation alone; and what one device asks another by.
// https://github.com/matrix-org/matrix-spec-proposals/pull/4268
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { HistoryVisibility } from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'

/** The type of the message by which a device asks for them. */
export const ASK_TYPE = 'org.chappe.history.ask'

/** How long after somebody has come in their devices ask, and are answered. */
export const ASKED_FOR_MS = 24 * 60 * 60_000

/** The dealing. */
export interface HistoryCalls {
  /** Sends the keys of a room to every device of somebody that they have signed; nothing of times when newcomers were to see nothing. */
  give(roomId: string, userId: string): Promise<void>
  /** Whether keys of a room are waited for, from whomever. */
  isAwaited(roomId: string): Promise<boolean>
  /** From now on keys of a room are taken from somebody. */
  awaitFrom(roomId: string, userId: string): Promise<void>
  /** Takes what somebody has sent, if they have. */
  take(roomId: string, userId: string): Promise<boolean>
  /** Asks one device for the keys of a room. Gives back whether there was a way to. */
  ask(roomId: string, device: { userId: string; deviceId: string }): Promise<boolean>
}

interface Beneath {
  shareRoomHistoryWithUser(roomId: string, userId: string): Promise<void>
  maybeAcceptKeyBundle(roomId: string, userId: string): Promise<boolean>
  markRoomAsPendingKeyBundle(roomId: string, userId: string): Promise<void>
  olmMachine: { getAllRoomsPendingKeyBundles(): Promise<readonly { roomId: { toString(): string } }[]> }
}

/** Makes it. */
export function createHistoryCalls(client: MatrixClient, crypto: CryptoApi): HistoryCalls {
  const beneath = crypto as unknown as Beneath
  return {
    give: (roomId, userId) => beneath.shareRoomHistoryWithUser(roomId, userId),
    isAwaited: async (roomId) => (await beneath.olmMachine.getAllRoomsPendingKeyBundles()).some((each) => each.roomId.toString() === roomId),
    awaitFrom: (roomId, userId) => beneath.markRoomAsPendingKeyBundle(roomId, userId),
    take: (roomId, userId) => beneath.maybeAcceptKeyBundle(roomId, userId),
    async ask(roomId, device) {
      const batch = await crypto.encryptToDeviceMessages(ASK_TYPE, [device], { room_id: roomId })
      if (batch.batch.length === 0) return false
      await client.queueToDevice(batch)
      return true
    },
  }
}

/** When somebody came into a room whose newcomers read what was said before; undefined where they did not, or do not. */
export function cameInto(room: Room, userId: string): { atMs: number; isInvited: boolean } | undefined {
  const member = room.getMember(userId)
  const event = member?.events.member
  const visibility = room.getHistoryVisibility()
  const isShown = visibility === HistoryVisibility.Shared || visibility === HistoryVisibility.WorldReadable
  if (member?.membership !== 'join' || event === undefined || !isShown || !room.hasEncryptionStateEvent()) return undefined
  // Who made it has heard all of it.
  if (room.getCreator() === userId) return undefined
  const { membership: before } = event.getPrevContent()
  // A new name or picture is no coming in.
  return before === 'join' ? undefined : { atMs: event.getTs(), isInvited: before === 'invite' }
}
