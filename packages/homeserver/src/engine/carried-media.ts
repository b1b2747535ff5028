// The files that events carry. A file is as secret as its event, so what an event names is kept with it.
import type { JsonObject, JsonValue } from '@chappe/core'

/** What linking looks at of an event to be. */
export interface CarryingDraft {
  type: string
  sender: string
  content: JsonObject
  /** Files named beside the event, as `mxc://` URIs: how the sender of an encrypted event says what is in it (MSC3911). */
  attach?: readonly string[] | undefined
}

/** Decides which files events carry. Implemented by the media feature. */
export interface MediaLinks {
  /**
   * The ids of the files that each draft carries: those that its sender may read. Throws `M_INVALID_PARAM` where a
   * file named beside a draft is none that it may carry.
   */
  carriedBy(drafts: readonly CarryingDraft[]): Promise<readonly (readonly string[])[]>
}

/** What most events carry. */
export const NO_MEDIA: readonly string[] = []

/** A content that names more is cut off there; an event of 64 KiB has room for few more. */
const MAX_CARRIED = 1000
const SCHEME = 'mxc://'
const MXC = /mxc:\/\/([0-9A-Za-z.:[\]-]{1,255})\/([A-Za-z0-9_-]{1,255})/g

/** Whether an event can carry a file at all. Asked for every event: it allocates nothing. */
export function mayCarryMedia(draft: CarryingDraft): boolean {
  if (draft.attach !== undefined && draft.attach.length > 0) return true
  return draft.type !== 'm.room.encrypted' && namesMedia(draft.content)
}

function namesMedia(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes(SCHEME)
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(namesMedia)
  for (const key in value) if (namesMedia(value[key] ?? null)) return true
  return false
}

/** The ids of the files of a server that a draft names in its content, wherever: a URL, an emoticon in HTML, a pack. */
export function mediaNamedIn(draft: CarryingDraft, serverName: string): string[] {
  const found = new Set<string>()
  // What is encrypted names nothing that the server could know.
  if (draft.type !== 'm.room.encrypted') gather(draft.content, serverName, found)
  return [...found]
}

function gather(value: JsonValue, serverName: string, found: Set<string>): void {
  if (typeof value === 'string') {
    if (!value.includes(SCHEME)) return
    for (const [, server, mediaId] of value.matchAll(MXC)) {
      if (server === serverName && mediaId !== undefined && found.size < MAX_CARRIED) found.add(mediaId)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) gather(each, serverName, found)
  }
}
