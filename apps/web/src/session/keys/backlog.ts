// What would be lost if this browser forgot the account: messages that have not gone out, and keys that no backup holds.
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { TakeOver } from './take-over.ts'

/** What signing out would lose. Nothing of it is there where signing out is safe. */
export interface Losses {
  /** Messages that were written here and have not gone out. */
  unsent: number
  /** Keys that are in this browser and the backup has not. */
  unsaved: number
  /** Whether keys go into a backup by themselves. */
  isBackedUp: boolean
}

/** Finding it out. */
export interface Backlog {
  /** Waits a while for keys that are just being saved, then says what is left. */
  weigh(): Promise<Losses>
}

/** The SDK saves keys some seconds after they came, so that not every device of a room does so at once. */
const SAVING_MS_MAX = 20_000
const POLL_MS = 400

/** How many keys there are, and how many of them a backup has. */
interface KeyCounts {
  total: number
  backedUp: number
}

/** Makes the finding out. */
export function createBacklog(client: MatrixClient, crypto: CryptoApi, takeOver: Pick<TakeOver, 'weigh'>): Backlog {
  async function settledCounts(): Promise<KeyCounts> {
    const startedAtMs = performance.now()
    for (;;) {
      const counts = await countKeys(crypto)
      if (counts.backedUp >= counts.total || performance.now() - startedAtMs > SAVING_MS_MAX) return counts
      await new Promise((done) => setTimeout(done, POLL_MS))
    }
  }

  return {
    async weigh() {
      // First: what it takes over now is to be saved from here.
      const before = await takeOver.weigh()
      const isBackedUp = (await crypto.getActiveSessionBackupVersion()) !== null
      const { total, backedUp } = isBackedUp ? await settledCounts() : { total: (await countKeys(crypto)).total, backedUp: 0 }
      const unsent = client.getRooms().reduce((sum, room) => sum + room.getPendingEvents().length, 0)
      return { unsent, unsaved: before + total - backedUp, isBackedUp }
    },
  }
}

/** The SDK's interface does not tell how far its backup has come; the machine beneath it does. */
async function countKeys(crypto: CryptoApi): Promise<KeyCounts> {
  const { olmMachine } = crypto as unknown as { olmMachine: { roomKeyCounts(): Promise<KeyCounts> } }
  const { total, backedUp } = await olmMachine.roomKeyCounts()
  return { total, backedUp }
}
