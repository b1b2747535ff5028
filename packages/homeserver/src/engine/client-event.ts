// Events as clients see them, spliced from the stored text.
import { clientEventJson } from '@chappe/core'
import { NO_DEVICE } from '../session.ts'
import type { TimelineEvent } from './room.ts'
import { parsePdu } from './row-mapping.ts'

/** Who looks, and when: what `unsigned` depends on. */
export interface Viewer {
  userId: string
  deviceNid: number
  now: number
}

/** The JSON text of an event in the format of the client-server API, with what `bundlesOf` found to be bundled with it. */
export function clientJsonOf(
  roomId: string,
  event: TimelineEvent,
  viewer: Viewer,
  bundled?: { texts: ReadonlyMap<string, string> },
): string {
  const relations = bundled?.texts.get(event.eventId)
  const unsignedJson = (sentAt: number): string => unsignedOf(roomId, event, { viewer, sentAt, relations })
  return clientEventJson(event.json, event.eventId, roomId, { unsignedJson })
}

/** The JSON text of a state event without `unsigned`: stripped of what depends on the viewer. */
export function stateJsonOf(roomId: string, entry: { eventId: string; json: string }): string {
  return clientEventJson(entry.json, entry.eventId, roomId)
}

/** A state event as those outside the room may see it. */
export function strippedJsonOf(json: string): string {
  const { type, sender, content, state_key: stateKey } = parsePdu(json)
  return JSON.stringify({ type, sender, content, state_key: stateKey ?? '' })
}

const ORIGIN_SERVER_TS = /,"origin_server_ts":(\d+),"prev_events":/

function unsignedOf(
  roomId: string,
  event: TimelineEvent,
  { viewer, sentAt, relations }: { viewer: Viewer; sentAt: number; relations: string | undefined },
): string {
  let text = `"age":${Math.max(0, Math.trunc(viewer.now - sentAt))}`
  if (event.txnId !== undefined) text += transactionOf(event, viewer)
  if (event.redactedBy !== undefined && event.redactionJson !== undefined) {
    text += `,"redacted_because":${clientEventJson(event.redactionJson, event.redactedBy, roomId)}`
  }
  if (event.prevJson !== undefined && event.replacesState !== undefined) {
    const prev = parsePdu(event.prevJson)
    text += `,"prev_content":${JSON.stringify(prev.content)},"prev_sender":${JSON.stringify(prev.sender)}`
    text += `,"replaces_state":${JSON.stringify(event.replacesState)}`
  }
  if (relations !== undefined) text += `,"m.relations":${relations}`
  return `{${text}}`
}

/** What only its sender is told of an event: the transaction on the device that sent it, the delay (MSC4140) on each. */
function transactionOf({ txnId, deviceNid, sender }: TimelineEvent, viewer: Viewer): string {
  if (deviceNid === NO_DEVICE) return sender === viewer.userId ? `,"org.matrix.msc4140.delay_id":${JSON.stringify(txnId)}` : ''
  return deviceNid === viewer.deviceNid ? `,"transaction_id":${JSON.stringify(txnId)}` : ''
}

/** When an event was sent, in milliseconds since 1970: read from the canonical text, in which it stands behind the content. */
export function originServerTsOf(json: string): number | undefined {
  const start = json.lastIndexOf(',"origin_server_ts":')
  const match = start === -1 ? null : ORIGIN_SERVER_TS.exec(json.slice(start, start + 60))
  return match === null ? undefined : Number(match[1])
}
