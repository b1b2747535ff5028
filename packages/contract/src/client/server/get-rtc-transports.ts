// GET /_matrix/client/unstable/org.matrix.msc4143/rtc/transports
// https://github.com/matrix-org/matrix-spec-proposals/pull/4143
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Where the SFU of calls is. */
export const getRtcTransports = endpoint({
  operation: 'getRtcTransports',
  method: 'GET',
  path: '/_matrix/client/unstable/org.matrix.msc4143/rtc/transports',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/4143',
  auth: 'guest',
  rate: 'read',
  reveals: [],
  response: Type.Object({ rtc_transports: Type.Array(Type.Object({ type: Type.String(), livekit_service_url: Type.String() })) }),
})
