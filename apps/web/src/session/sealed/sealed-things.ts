// What a person keeps for themselves on all their devices, unreadable to the server.
import type { Draft } from '../drafts.ts'
import { parseDraft } from '../drafts.ts'
import { openSealed } from '../kept/sealed.ts'
import type { StorageWatch } from '../kept/storage.ts'
import type { LaterThing } from './later-thing.ts'
import { parseLater } from './later-thing.ts'
import type { ScheduledThing } from './scheduled-thing.ts'
import { parseScheduled } from './scheduled-thing.ts'
import type { OwnList, Remote } from './own-list.ts'
import { openOwnList, parseKept } from './own-list.ts'

/** The lists. */
export interface SealedThings {
  /** What was saved for later. */
  readonly later: OwnList<LaterThing>
  /** What was begun to be written, by place. */
  readonly drafts: OwnList<Draft>
  /** What is to be sent at a time. */
  readonly scheduled: OwnList<ScheduledThing>
  /** What was just sent, and can be taken back for some seconds: of this browser alone. */
  readonly held: OwnList<ScheduledThing>
  /** Ties those of all devices to the server. Gives back how to stop. */
  attach(remote: Remote): () => void
  flush(): Promise<void>
  forget(): Promise<void>
}

const STORE = 'chappe-web-own'
/** An entry of account data holds 64 KiB, in base64. */
const BYTES_MAX = 46_000
const DONE_KEPT_MS = 14 * 24 * 60 * 60 * 1000

/** Opens what this browser keeps of them. */
export async function openSealedThings(storage: StorageWatch, { onDraftLost }: { onDraftLost(place: string, draft: Draft): void }): Promise<SealedThings> {
  const kept = openSealed(STORE, parseKept)
  const common = { kept, storage, now: () => Date.now() }
  const later = await openOwnList<LaterThing>({ ...common, name: 'later', parse: parseLater, waitMs: 300, bounds: { bytesMax: BYTES_MAX, mayGo: (value) => parseLater(value)?.doneAtMs !== undefined } })
  const drafts = await openOwnList<Draft>({ ...common, name: 'drafts', parse: parseDraft, waitMs: 300, bounds: { bytesMax: BYTES_MAX, mayGo: () => true }, onLost: onDraftLost })
  const waiting = { ...common, parse: parseScheduled, waitMs: 300, bounds: { bytesMax: BYTES_MAX, mayGo: () => false } }
  const [scheduled, held] = [await openOwnList<ScheduledThing>({ ...waiting, name: 'scheduled' }), await openOwnList<ScheduledThing>({ ...waiting, name: 'held' })]
  forgetDone(later)
  const shared: readonly Pick<OwnList<unknown>, 'attach'>[] = [later, drafts, scheduled]
  const lists: readonly Pick<OwnList<unknown>, 'flush' | 'forget'>[] = [later, drafts, scheduled, held]
  return {
    later,
    drafts,
    scheduled,
    held,
    attach(remote) {
      const ends = shared.map((list) => list.attach(remote))
      return () => {
        for (const end of ends) end()
      }
    },
    async flush() {
      await Promise.all(lists.map((list) => list.flush()))
    },
    async forget() {
      await Promise.all(lists.map((list) => list.forget()))
      await kept.clear()
    },
  }
}

/** What was done long ago goes. */
function forgetDone({ items, set }: OwnList<LaterThing>): void {
  for (const [id, { doneAtMs }] of items.getState()) if (doneAtMs !== undefined && Date.now() - doneAtMs > DONE_KEPT_MS) set(id, undefined)
}
