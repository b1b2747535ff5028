// GET /.well-known/matrix/client
// https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Where clients find the homeserver. */
export const wellKnownClient = endpoint({
  operation: 'getWellknown',
  method: 'GET',
  path: '/.well-known/matrix/client',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient',
  auth: 'none',
  rate: 'free',
  reveals: [],
  response: Type.Object({
    'm.homeserver': Type.Object({ base_url: Type.String() }),
    /** How far an audit has found the service to conform; its statement is at `/accessibility`. */
    'org.chappe.accessibility': Type.Object({ degree: Type.Union([Type.Literal('none'), Type.Literal('partial'), Type.Literal('full')]) }),
    // MSC4143: where the SFU of calls is.
    'org.matrix.msc4143.rtc_foci': Type.Optional(Type.Array(Type.Object({ type: Type.String(), livekit_service_url: Type.String() }))),
  }),
})
