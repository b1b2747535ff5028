// Events as clients see them, spliced from the stored text.
import { clientEventJson } from '@chappe/core'
import { NO_DEVICE } from '../session.ts'
import type { PlacedPdu, TimelineEvent } from './room.ts'
import { parsePdu } from './row-mapping.ts'

/** Who looks, and when: what `unsigned` depends on. */
export interface Viewer {
  userId: string
  deviceNid: number
  now: number
}

/** What stands within events beside their content. */
export interface Bundled {
  /** The JSON text of `m.relations` by event id; events without any are left out. */
  texts: ReadonlyMap<string, string>
  /** The positions of events that may stand within another one, as what it replaced or what took its content away. */
  within?: ReadonlySet<number>
}

/** The JSON text of an event in the format of the client-server API, with what `bundlesOf` found to be bundled with it. */
export function clientJsonOf(
  roomId: string,
  event: TimelineEvent,
  viewer: Viewer,
  bundled?: Bundled,
): string {
  const unsignedJson = (sentAt: number): string => unsignedOf(roomId, event, { viewer, sentAt, bundled })
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
  { viewer, sentAt, bundled }: { viewer: Viewer; sentAt: number; bundled: Bundled | undefined },
): string {
  let text = `"age":${Math.max(0, Math.trunc(viewer.now - sentAt))}`
  if (event.txnId !== undefined) text += transactionOf(event, viewer)
  const isShown = (within: PlacedPdu): boolean => bundled?.within?.has(within.position) === true
  if (event.redactedBy !== undefined && event.redaction !== undefined && isShown(event.redaction)) {
    text += `,"redacted_because":${clientEventJson(event.redaction.json, event.redactedBy, roomId)}`
  }
  if (event.previous !== undefined && event.replacesState !== undefined && isShown(event.previous)) {
    const prev = parsePdu(event.previous.json)
    text += `,"prev_content":${JSON.stringify(prev.content)},"prev_sender":${JSON.stringify(prev.sender)}`
    text += `,"replaces_state":${JSON.stringify(event.replacesState)}`
  }
  const relations = bundled?.texts.get(event.eventId)
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
