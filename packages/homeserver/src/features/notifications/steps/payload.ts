// What a push gateway is told, as JSON text.
// https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
import type { JsonObject, PushOutcome, Pdu } from '@chappe/core'

/** What is unread in all of a user's rooms. */
export interface Counts {
  unread: number
  missedCalls: number
}

/** The device a notification goes to. `data` is the pusher's, with its URL. */
export interface TargetDevice {
  userId: string
  appId: string
  pushkey: string
  createdAtMs: number
  data: JsonObject
}

/** The event, and what of its room a notification may carry. */
export interface NotifiedEvent {
  eventId: string
  roomId: string
  pdu: Pdu
  outcome: PushOutcome
  tweaks: JsonObject
  senderName: string | undefined
  roomName: string | undefined
  roomAlias: string | undefined
}

/** A notification of an event: no more than ids and counts where the pusher asks for that, or content may not leave. */
export function eventPayload(device: TargetDevice, counts: Counts, event: NotifiedEvent, contentMayLeave: boolean): string {
  const bare = device.data['format'] === 'event_id_only' || !contentMayLeave
  const { pdu, eventId: event_id, roomId: room_id } = event
  const common = { event_id, room_id, prio: isUrgent(event) ? 'high' : 'low', counts: countsOf(counts) }
  if (bare) return JSON.stringify({ notification: { ...common, devices: [deviceOf(device)] } })
  return JSON.stringify({
    notification: {
      ...common,
      type: pdu.type,
      sender: pdu.sender,
      ...(event.senderName === undefined ? {} : { sender_display_name: event.senderName }),
      ...(event.roomName === undefined ? {} : { room_name: event.roomName }),
      ...(event.roomAlias === undefined ? {} : { room_alias: event.roomAlias }),
      ...(pdu.type === 'm.room.member' ? { user_is_target: pdu.state_key === device.userId } : {}),
      content: pdu.content,
      devices: [{ ...deviceOf(device), tweaks: event.tweaks }],
    },
  })
}

/** What a browser is told, behind its encryption: ids and counts, whatever the profile. */
export function browserPayload({ eventId, roomId }: NotifiedEvent, counts: Counts): string {
  return JSON.stringify({ event_id: eventId, room_id: roomId, counts: { unread: 0, ...countsOf(counts) } })
}

/** What a browser is told where something is due: the server knows no more of it. */
export const DUE_PAYLOAD = JSON.stringify({ due: true })

/** An encrypted event may be anything: it is treated as what matters most. */
export function isUrgent({ outcome, pdu }: NotifiedEvent): boolean {
  return outcome.highlight || outcome.sound !== undefined || pdu.type === 'm.room.encrypted'
}

/** Counts alone: `unread` stands there even when it is 0, since the badge is to vanish. */
export function badgePayload(device: TargetDevice, counts: Counts): string {
  return JSON.stringify({ notification: { prio: 'low', counts: { unread: 0, ...countsOf(counts) }, devices: [deviceOf(device)] } })
}

/** "Counts whose value is zero should be omitted." (v1.19) */
function countsOf({ unread, missedCalls }: Counts): { unread?: number; missed_calls?: number } {
  return { ...(unread > 0 ? { unread } : {}), ...(missedCalls > 0 ? { missed_calls: missedCalls } : {}) }
}

/** "The `data` dictionary passed in at pusher creation minus the `url` key." (v1.19) */
function deviceOf({ appId, pushkey, createdAtMs, data }: TargetDevice): JsonObject {
  const { url: _, ...rest } = data
  return { app_id: appId, pushkey, pushkey_ts: Math.floor(createdAtMs / 1000), data: rest }
}
