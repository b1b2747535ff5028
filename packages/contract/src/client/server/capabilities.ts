// GET /_matrix/client/v3/capabilities
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const Switch = Type.Object({ enabled: Type.Boolean() })

/** What the caller may do here, and the room versions. */
export const capabilities = endpoint({
  operation: 'getCapabilities',
  method: 'GET',
  path: '/_matrix/client/v3/capabilities',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    capabilities: Type.Object({
      'm.change_password': Switch,
      'm.room_versions': Type.Object({
        default: Type.String(),
        available: Type.Record(Type.String(), Type.Union([Type.Literal('stable'), Type.Literal('unstable')])),
      }),
      'm.set_displayname': Switch,
      'm.set_avatar_url': Switch,
      'm.3pid_changes': Switch,
      'm.get_login_token': Switch,
      'm.profile_fields': Type.Object({ enabled: Type.Boolean(), disallowed: Type.Optional(Type.Array(Type.String())) }),
      'm.account_moderation': Type.Optional(Type.Object({ suspend: Type.Boolean(), lock: Type.Boolean() })),
    }),
  }),
})
