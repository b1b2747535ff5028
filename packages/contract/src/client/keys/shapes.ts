// Shapes that several key endpoints share. What a server gives out again later is checked whole when it comes in.
// https://spec.matrix.org/v1.19/client-server-api/#end-to-end-encryption
import type { TSchema } from 'typebox'
import { Type } from 'typebox'

/** 1 to 255 UTF-16 units without control characters: what may name a user, a device, a key or a session. */
const PLAIN_NAME = '^[^\\u0000-\\u001f\\u007f]{1,255}$'

/** A name as above. */
export const plainName = Type.String({ pattern: PLAIN_NAME })

/**
 * An object used as a map with plain names as keys. Other keys are refused rather than passed unchecked: a pattern
 * such as `.*` does not match a line break, and JSON schema checks no value whose key matches no pattern.
 */
export function mapOf<T extends TSchema>(value: T, maxProperties: number) {
  return Type.Record(Type.String({ pattern: PLAIN_NAME }), value, { additionalProperties: false, maxProperties })
}

/** User id -> key id -> signature. */
export const signatureMap = mapOf(mapOf(Type.String({ maxLength: 4096 }), 100), 100)

/** https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysupload_request_devicekeys */
export const deviceKeysShape = Type.Object({
  user_id: plainName,
  device_id: plainName,
  algorithms: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 50 }),
  keys: mapOf(Type.String({ maxLength: 4096 }), 50),
  signatures: signatureMap,
})

/** `<algorithm>:<key_id>` -> key. https://spec.matrix.org/v1.19/client-server-api/#key-algorithms */
export const oneTimeKeysShape = mapOf(
  Type.Union([
    Type.String({ maxLength: 4096 }),
    Type.Object({
      key: Type.String({ maxLength: 4096 }),
      signatures: signatureMap,
      fallback: Type.Optional(Type.Boolean()),
    }),
  ]),
  500,
)

/** https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysdevice_signingupload */
export const crossSigningKeyShape = Type.Object({
  user_id: plainName,
  usage: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 10 }),
  keys: Type.Record(Type.String({ pattern: PLAIN_NAME }), Type.String({ maxLength: 255 }), {
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  }),
  signatures: Type.Optional(signatureMap),
})

/** https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3room_keyskeysroomidsessionid */
export const keyBackupDataShape = Type.Object({
  first_message_index: Type.Integer({ minimum: 0 }),
  forwarded_count: Type.Integer({ minimum: 0 }),
  is_verified: Type.Boolean(),
  session_data: Type.Object({}),
})

/** The sessions of one room. */
export const roomKeyBackupShape = Type.Object({ sessions: mapOf(keyBackupDataShape, 10_000) })

/** What a change of the backup answers. */
export const roomKeysUpdateShape = Type.Object({ etag: Type.String(), count: Type.Integer() })

/** What is known of a backup version. */
export const backupVersionShape = Type.Object({
  algorithm: Type.String(),
  auth_data: Type.Object({}),
  count: Type.Integer(),
  etag: Type.String(),
  version: Type.String(),
})

/** Which backup version a call means. */
export const backupVersionQuery = Type.Object({ version: plainName })
