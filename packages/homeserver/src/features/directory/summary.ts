// What the published room directory shows of one room.
import type { JsonObject } from '@chappe/core'

/** A listed room. */
export interface Summary {
  roomNid: number
  joined: number
  roomType: string | null
  /** The JSON text of its entry. */
  json: string
  /** Name, topic and alias, folded for searching. */
  searched: string
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
] as const

/** The summary of a room; `contentOf` gives the content of its state events. */
export function summaryOf(
  room: { roomNid: number; roomId: string; joined: number },
  contentOf: (type: (typeof SUMMARY_TYPES)[number]) => Readonly<Record<string, unknown>> | undefined,
): Summary {
  const name = textOf(contentOf('m.room.name')?.['name'])
  const topic = textOf(contentOf('m.room.topic')?.['topic'])
  const alias = textOf(contentOf('m.room.canonical_alias')?.['alias'])
  const avatar = textOf(contentOf('m.room.avatar')?.['url'])
  const joinRule = textOf(contentOf('m.room.join_rules')?.['join_rule'])
  const roomType = textOf(contentOf('m.room.create')?.['type'])
  const entry: JsonObject = {
    room_id: room.roomId,
    num_joined_members: room.joined,
    world_readable: contentOf('m.room.history_visibility')?.['history_visibility'] === 'world_readable',
    guest_can_join: contentOf('m.room.guest_access')?.['guest_access'] === 'can_join',
    ...(name === undefined ? {} : { name }),
    ...(topic === undefined ? {} : { topic }),
    ...(alias === undefined ? {} : { canonical_alias: alias }),
    ...(avatar === undefined ? {} : { avatar_url: avatar }),
    ...(joinRule === undefined ? {} : { join_rule: joinRule }),
    ...(roomType === undefined ? {} : { room_type: roomType }),
  }
  return {
    roomNid: room.roomNid,
    joined: room.joined,
    roomType: roomType ?? null,
    json: JSON.stringify(entry),
    searched: fold([name, topic, alias].filter((text) => text !== undefined).join('\n')),
  }
}

/** Text without case and accents: `Élysée` and `elysee` are found by each other. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
