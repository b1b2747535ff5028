// The sections of the list that somebody made: tags `u.…` on rooms, and beside them, for all devices, their names and order.
// https://spec.matrix.org/v1.19/client-server-api/#room-tagging
import type { Session } from '../../session/session.ts'
import type { RoomSummary } from '../../session/types.ts'
import type { Live } from '../../live.ts'

/** A section that somebody made. */
export interface OwnSection {
  /** `u.…`, as it stands on rooms. */
  tag: string
  name: string
}

/** What one does with one's sections. */
export interface SectionActions {
  /** Gives back its tag. */
  create(name: string): Promise<string>
  rename(tag: string, name: string): Promise<void>
  move(tag: string, step: 1 | -1): Promise<void>
  /** Its rooms go back where they were. */
  remove(tag: string): Promise<void>
}

/** Where names and order stand. */
export const SECTIONS_TYPE = 'org.chappe.sections'
const SECTIONS_MAX = 50
const NAME_MAX = 60

/** The sections there are: those that were made here in their order, then those that other apps put on rooms. */
export function ownSectionsOf(content: Readonly<Record<string, unknown>>, rooms: readonly RoomSummary[]): readonly OwnSection[] {
  const listed = Array.isArray(content['sections']) ? content['sections'].slice(0, SECTIONS_MAX).flatMap(toSection) : []
  const known = new Set(listed.map(({ tag }) => tag))
  const found = new Set(rooms.flatMap(({ tags }) => tags).filter((tag) => tag.startsWith('u.') && !known.has(tag)))
  return [...listed, ...[...found].toSorted().slice(0, SECTIONS_MAX).map((tag) => ({ tag, name: tag.slice(2) }))]
}

function toSection(said: unknown): OwnSection[] {
  if (typeof said !== 'object' || said === null || !('tag' in said) || !('name' in said)) return []
  const { tag, name } = said
  return typeof tag === 'string' && tag.startsWith('u.') && typeof name === 'string' && name.trim() !== '' ? [{ tag, name: name.slice(0, NAME_MAX) }] : []
}

/** Ties what one does with sections to a session. */
export function createSectionActions({ accountData, actions }: Pick<Session, 'accountData' | 'actions'>, rooms: Live<readonly RoomSummary[]>): SectionActions {
  const kept = accountData.follow(SECTIONS_TYPE)
  const list = (): readonly OwnSection[] => ownSectionsOf(kept.getState(), rooms.getState())
  const store = (sections: readonly OwnSection[]): Promise<void> => accountData.set(SECTIONS_TYPE, { ...kept.getState(), sections })
  return {
    async create(name) {
      const tag = freeTag(name, list())
      await store([...list(), { tag, name: clean(name) }])
      return tag
    },
    rename: (tag, name) => store(list().map((each) => (each.tag === tag ? { tag, name: clean(name) } : each))),
    async move(tag, step) {
      const all = [...list()]
      const at = all.findIndex((each) => each.tag === tag)
      const [section] = all.splice(at, 1)
      if (section !== undefined) await store(all.toSpliced(Math.max(at + step, 0), 0, section))
    },
    async remove(tag) {
      for (const room of rooms.getState().filter(({ tags }) => tags.includes(tag))) await actions.removeTag(room.roomId, tag)
      await store(list().filter((each) => each.tag !== tag))
    },
  }
}

function clean(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().slice(0, NAME_MAX)
}

/** A tag for a name that no section has; "The tag name should not exceed 255 bytes" (v1.19). */
function freeTag(name: string, sections: readonly OwnSection[]): string {
  const taken = new Set(sections.map(({ tag }) => tag))
  for (let count = 1; ; count += 1) {
    const tag = `u.${clean(name)}${count === 1 ? '' : ` ${count}`}`
    if (!taken.has(tag)) return tag
  }
}
