// Edits whose message has not come yet: history is read from its end.
import type { IndexedEdit } from './types.ts'

/** Edits that wait for their message. */
export interface EarlyEdits {
  /** The last one of a message; it waits no longer. */
  take(target: string): IndexedEdit | undefined
  hold(edit: IndexedEdit): void
}

const EDITS_MAX = 2000

/** Makes an empty store of them. */
export function createEarlyEdits(): EarlyEdits {
  const held = new Map<string, IndexedEdit>()
  return {
    take(target) {
      const edit = held.get(target)
      held.delete(target)
      return edit
    },
    hold(edit) {
      const other = held.get(edit.target)
      if (other === undefined || other.editedMs < edit.editedMs) held.set(edit.target, edit)
      for (const [oldest] of held) {
        if (held.size <= EDITS_MAX) break
        held.delete(oldest)
      }
    },
  }
}
