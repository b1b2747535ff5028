// What the published room directory shows of one room.
import type { JsonObject } from '@chappe/core'
import { AUDIENCE, audienceOf } from '@chappe/policy'
import type { Grams } from './grams.ts'
import { gramsOf } from './grams.ts'

/** A listed room. */
export interface Summary {
  roomNid: number
  joined: number
  roomType: string | null
  /** The organisations that it is for; undefined: all. */
  audience: readonly string[] | undefined
  /** The JSON text of its entry. */
  json: string
  /** Name, topic and alias, folded for searching. */
  searched: string
  grams: Grams
}

/** The types of state, with an empty key, that a summary is made of. */
export const SUMMARY_TYPES = [
  'm.room.create',
  'm.room.name',
  'm.room.topic',
  'm.room.canonical_alias',
  'm.room.avatar',
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.guest_access',
  AUDIENCE,
] as const

type ContentOf = (type: (typeof SUMMARY_TYPES)[number]) => Readonly<Record<string, unknown>> | undefined

/** The summary of a room; `contentOf` gives the content of its state events. */
export function summaryOf(room: { roomNid: number; roomId: string; joined: number }, contentOf: ContentOf): Summary {
  const entry = entryOf(room, contentOf)
  const { name, topic, canonical_alias: alias, room_type: roomType } = entry
  const searched = fold([name, topic, alias].filter((text) => typeof text === 'string').join('\n'))
  return {
    roomNid: room.roomNid,
    joined: room.joined,
    roomType: typeof roomType === 'string' ? roomType : null,
    audience: audienceOf(contentOf(AUDIENCE)),
    json: JSON.stringify(entry),
    searched,
    grams: gramsOf(searched),
  }
}

/** The entry of a room: what is shown of it to those who are not in it. */
export function entryOf(room: { roomId: string; joined: number }, contentOf: ContentOf): JsonObject {
  const name = textOf(contentOf('m.room.name')?.['name'])
  const topic = textOf(contentOf('m.room.topic')?.['topic'])
  const alias = textOf(contentOf('m.room.canonical_alias')?.['alias'])
  const avatar = textOf(contentOf('m.room.avatar')?.['url'])
  const roomType = textOf(contentOf('m.room.create')?.['type'])
  return {
    room_id: room.roomId,
    num_joined_members: room.joined,
    world_readable: contentOf('m.room.history_visibility')?.['history_visibility'] === 'world_readable',
    guest_can_join: contentOf('m.room.guest_access')?.['guest_access'] === 'can_join',
    // Clients take a room whose rule is not said for a public one.
    join_rule: textOf(contentOf('m.room.join_rules')?.['join_rule']) ?? 'invite',
    ...(name === undefined ? {} : { name }),
    ...(topic === undefined ? {} : { topic }),
    ...(alias === undefined ? {} : { canonical_alias: alias }),
    ...(avatar === undefined ? {} : { avatar_url: avatar }),
    ...(roomType === undefined ? {} : { room_type: roomType }),
  }
}

/** Text without case and accents: `Élysée` and `elysee` are found by each other. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
