// The pictures and films of a conversation, one after the other, in front of everything else.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { FileBody } from '../../session/media/types.ts'
import type { Message } from '../../session/types.ts'
import { derive } from '../derive.ts'

/** A picture or film, and whose message it is. */
export interface GalleryItem {
  id: string
  file: FileBody
  message: Message
}

/** What is looked at. */
export interface GalleryState {
  /** Undefined while it is closed. */
  shown: GalleryItem | undefined
  /** From one. */
  position: number
  count: number
  hasPrevious: boolean
  hasNext: boolean
  /** From 1 up. */
  zoom: number
}

/** The gallery of a conversation. */
export interface Gallery {
  state: Live<GalleryState>
  open(id: string): void
  previous(): void
  next(): void
  setZoom(zoom: number): void
  dismiss(): void
  /** Ends the following of the conversation. */
  close(): void
}

/** Where its messages come from. */
export interface GallerySource {
  state: Live<{ messages: readonly Message[]; hasOlder: boolean }>
  pageBack(): Promise<void>
}

/** The largest. */
export const ZOOM_MAX = 8
/** So many before the first are fetched when it comes near. */
const NEAR = 2

/** Makes the gallery of messages. */
export function createGallery(source: GallerySource): Gallery {
  const at = createStore<{ id: string | undefined; zoom: number }>(() => ({ id: undefined, zoom: 1 }))
  const { live, close } = derive([source.state, at], () => look(source.state.getState(), at.getState()))

  function go(by: -1 | 1): void {
    const items = listGallery(source.state.getState().messages)
    const index = items.findIndex(({ id }) => id === at.getState().id)
    const next = items[index + by]
    if (index >= 0 && next !== undefined) at.setState({ id: next.id, zoom: 1 })
    if (index + by < NEAR && by < 0 && source.state.getState().hasOlder) void source.pageBack().catch(() => undefined)
  }

  return {
    state: live,
    open: (id) => at.setState({ id, zoom: 1 }),
    previous: () => go(-1),
    next: () => go(1),
    setZoom: (zoom) => at.setState({ zoom: Math.min(Math.max(zoom, 1), ZOOM_MAX) }),
    dismiss: () => at.setState({ id: undefined, zoom: 1 }),
    close,
  }
}

/** The pictures and films among messages, from the oldest to the newest. */
export function listGallery(messages: readonly Message[]): GalleryItem[] {
  return messages.flatMap((message) => {
    const { body } = message
    return body.kind === 'file' && (body.media === 'image' || body.media === 'video') && body.source !== undefined ? [{ id: message.id, file: body, message }] : []
  })
}

function look({ messages, hasOlder }: { messages: readonly Message[]; hasOlder: boolean }, { id, zoom }: { id: string | undefined; zoom: number }): GalleryState {
  if (id === undefined) return { shown: undefined, position: 0, count: 0, hasPrevious: false, hasNext: false, zoom }
  const items = listGallery(messages)
  const index = items.findIndex((item) => item.id === id)
  return { shown: items[index], position: index + 1, count: items.length, hasPrevious: index > 0 || (index === 0 && hasOlder), hasNext: index >= 0 && index < items.length - 1, zoom }
}
