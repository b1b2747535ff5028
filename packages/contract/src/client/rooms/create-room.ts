// POST /_matrix/client/v3/createRoom
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Creates a room with its first events. */
export const createRoom = endpoint({
  operation: 'createRoom',
  method: 'POST',
  path: '/_matrix/client/v3/createRoom',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    visibility: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('private')])),
    room_alias_name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    name: Type.Optional(Type.String()),
    topic: Type.Optional(Type.String()),
    invite: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 })),
    // Refused where it names anybody.
    invite_3pid: Type.Optional(Type.Array(Type.Object({}), { maxItems: 100 })),
    room_version: Type.Optional(Type.String({ maxLength: 32 })),
    creation_content: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    initial_state: Type.Optional(
      Type.Array(
        Type.Object({
          type: Type.String({ maxLength: 255 }),
          state_key: Type.Optional(Type.String({ maxLength: 255 })),
          content: Type.Record(Type.String(), Type.Unknown()),
        }),
        { maxItems: 100 },
      ),
    ),
    preset: Type.Optional(
      Type.Union([Type.Literal('private_chat'), Type.Literal('public_chat'), Type.Literal('trusted_private_chat')]),
    ),
    is_direct: Type.Optional(Type.Boolean()),
    power_level_content_override: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
  response: Type.Object({ room_id: Type.String() }),
})
