// What the SDK does for each encrypted room so that one can write in it: it looks up how the room is encrypted and notes whose
// devices are followed, room by room, before a sync counts as worked through. Of rooms that this browser has kept it is known
// already. It is done for those when nothing else is to be done, and at once for a room that is written to.
import type { MatrixClient, MatrixEvent, Room, SyncState } from 'matrix-js-sdk'
import { ClientEvent } from 'matrix-js-sdk'
import { idle, takeBreak } from '../pace/idle.ts'

/** The parts of the SDK's crypto that this is about. */
export interface RoomCrypto {
  onCryptoEvent(room: Room, event: MatrixEvent): Promise<void>
  encryptEvent(event: MatrixEvent, room: Room): Promise<void>
  prepareToEncrypt(room: Room): void
}

/** What is put off. */
export interface RoomsLater {
  /** From now on rooms come from the server: each is made ready as it comes, and those that were put off while nothing else is to be done. */
  begin(): void
  stop(): void
}

/** When it is done. */
export interface RoomsPace {
  /** Resolves when nothing else is to be done. */
  idle(): Promise<void>
  /** Resolves when what somebody has typed or pressed meanwhile has had its turn. */
  takeBreak(): Promise<void>
  now(): number
}

/** A sync is worked through room by room: what is typed waits no longer than that, and one room. */
const BREAK_AFTER_MS = 30

/** Puts it off for all rooms that come until `begin`. */
export function putRoomsOff(crypto: RoomCrypto, { idle, takeBreak, now }: RoomsPace): RoomsLater {
  const waiting = new Map<string, { room: Room; events: MatrixEvent[] }>()
  const running = new Map<string, Promise<void>>()
  let hasBegun = false
  let isStopped = false
  let lastBreakMs = now()
  const makeReady = crypto.onCryptoEvent.bind(crypto)
  const encrypt = crypto.encryptEvent.bind(crypto)
  const prepare = crypto.prepareToEncrypt.bind(crypto)

  /** Resolves when the room can be written in, as far as the SDK knows how. */
  function ready(roomId: string): Promise<void> {
    const found = waiting.get(roomId)
    if (found === undefined) return running.get(roomId) ?? Promise.resolve()
    waiting.delete(roomId)
    const done = makeAllReady(found).finally(() => running.delete(roomId))
    running.set(roomId, done)
    return done
  }

  /** The first word on how a room is encrypted is the one that counts: they are taken in their order. */
  async function makeAllReady({ room, events }: { room: Room; events: readonly MatrixEvent[] }): Promise<void> {
    for (const event of events) await makeReady(room, event)
  }

  async function drain(): Promise<void> {
    for (let [roomId] = waiting.keys(); roomId !== undefined && !isStopped; [roomId] = waiting.keys()) {
      await idle()
      await ready(roomId).catch(() => undefined)
    }
  }

  crypto.onCryptoEvent = async (room, event) => {
    if (!hasBegun) {
      waiting.set(room.roomId, { room, events: [...(waiting.get(room.roomId)?.events ?? []), event] })
      // The SDK has nothing to wait for between two rooms any more.
      if (now() - lastBreakMs < BREAK_AFTER_MS) return
      await takeBreak()
      lastBreakMs = now()
      return
    }
    await ready(room.roomId)
    await makeReady(room, event)
  }
  crypto.encryptEvent = async (event, room) => {
    await ready(room.roomId)
    await encrypt(event, room)
  }
  crypto.prepareToEncrypt = (room) => void ready(room.roomId).then(() => prepare(room), () => undefined)

  return {
    begin() {
      if (hasBegun) return
      hasBegun = true
      void drain()
    },
    stop: () => void (isStopped = true),
  }
}

/** Puts it off for what this browser has kept, until the server has answered. Before the client is started. */
export function putKeptRoomsOff(client: MatrixClient): RoomsLater {
  const crypto = client.getCrypto()
  if (crypto === undefined) throw new Error('the client was opened without encryption')
  // The SDK shows its crypto without the methods that its own sync calls.
  const later = putRoomsOff(crypto as unknown as RoomCrypto, { idle, takeBreak, now: () => performance.now() })
  client.on(ClientEvent.Sync, (_state: SyncState, _before, data) => {
    if (data !== undefined && data.fromCache !== true) later.begin()
  })
  return later
}
