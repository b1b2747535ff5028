// A device as its owner sees it.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devices
import { Type } from 'typebox'

/** One device; `last_seen_ts` in milliseconds since 1970. */
export const ClientDevice = Type.Object({
  device_id: Type.String(),
  display_name: Type.Optional(Type.String()),
  last_seen_ip: Type.Optional(Type.String()),
  last_seen_ts: Type.Optional(Type.Integer()),
  /** Waits to be approved from another device: docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md */
  'org.chappe.on_probation': Type.Optional(Type.Literal(true)),
})
