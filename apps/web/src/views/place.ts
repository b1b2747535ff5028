// Where one is in the messenger, read from the address.
import { useLocation, useSearch } from 'wouter'
import { paths } from '../paths.ts'

/** Where one is. */
export interface Place {
  /** The room that is looked at. */
  roomId: string | undefined
  /** The message that a link leads to. */
  eventId: string | undefined
  /** The panel beside the room, and what in it. */
  panel: string | undefined
  item: string | undefined
  /** On a phone: the list, a page with the rail, or a room alone. */
  shown: 'list' | 'main' | 'room'
}

const ROOM = /^\/rooms\/([^/]+)(?:\/([^/]+))?\/?$/

/** Where one is now. */
export function usePlace(): Place {
  const [path] = useLocation()
  return placeOf(path, useSearch())
}

/** Reads an address. What is not written as we write it leads nowhere. */
export function placeOf(path: string, search: string): Place {
  const [, roomId, eventId] = ROOM.exec(path) ?? []
  const query = new URLSearchParams(search)
  const room = decode(roomId)
  return {
    roomId: room,
    eventId: decode(eventId),
    panel: room === undefined ? undefined : (query.get('panel') ?? undefined),
    item: query.get('item') ?? undefined,
    shown: path === paths.home() ? 'list' : room === undefined ? 'main' : 'room',
  }
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
