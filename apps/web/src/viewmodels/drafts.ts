// What somebody began to write and has not sent, room by room.

/** What was begun. */
export interface Draft {
  text: string
  /** Whom its `@` and `#` words mean. */
  mentions: readonly DraftMention[]
  /** The message it answers. */
  replyToId: string | undefined
}

/** A word of a text that means somebody or a room. */
export interface DraftMention {
  /** As it stands in the text. */
  label: string
  /** A person, a room, or `@room` for everybody. */
  id: string
}

/** Where drafts are kept: by room, or by room and thread. */
export interface Drafts {
  get(key: string): Draft | undefined
  /** Undefined forgets it. */
  set(key: string, draft: Draft | undefined): void
}

const PREFIX = 'chappe.draft.'
const CHARS_MAX = 20_000
const MENTIONS_MAX = 100

/** Drafts that this browser keeps. Where it keeps nothing, they last as long as the page. */
export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Drafts {
  const held = new Map<string, Draft | undefined>()
  return {
    get(key) {
      if (held.has(key)) return held.get(key)
      const draft = parseDraft(storage.getItem(PREFIX + key))
      held.set(key, draft)
      return draft
    },
    set(key, draft) {
      held.set(key, draft)
      try {
        if (draft === undefined) storage.removeItem(PREFIX + key)
        else storage.setItem(PREFIX + key, JSON.stringify({ ...draft, text: draft.text.slice(0, CHARS_MAX) }))
      } catch {
        // The storage is full or off: the page still has it.
      }
    },
  }
}

function parseDraft(json: string | null): Draft | undefined {
  if (json === null) return undefined
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return undefined
    const mentions: unknown = 'mentions' in value ? value.mentions : []
    const replyToId = 'replyToId' in value && typeof value.replyToId === 'string' ? value.replyToId : undefined
    return { text: value.text, mentions: Array.isArray(mentions) ? mentions.filter(isMention).slice(0, MENTIONS_MAX) : [], replyToId }
  } catch {
    return undefined
  }
}

function isMention(value: unknown): value is DraftMention {
  return typeof value === 'object' && value !== null && 'label' in value && 'id' in value && typeof value.label === 'string' && typeof value.id === 'string'
}
