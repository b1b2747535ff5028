// PUT /_synapse/admin/v1/send_server_notice/{txnId}
// https://element-hq.github.io/synapse/latest/admin_api/server_notices.html
// docs/api/synapse-admin.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The same, counted once however often it is repeated. */
export const adminSendServerNoticeOnce = endpoint({
  operation: 'adminSendServerNoticeOnce',
  method: 'PUT',
  path: '/_synapse/admin/v1/send_server_notice/{txnId}',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/server_notices.html',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    user_id: Type.String({ maxLength: 255 }),
    content: Type.Record(Type.String(), Type.Unknown()),
    type: Type.Optional(Type.String({ maxLength: 255 })),
    state_key: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({ event_id: Type.String() }),
})
