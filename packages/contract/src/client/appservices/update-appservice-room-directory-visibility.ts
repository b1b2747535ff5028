// PUT /_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}
// https://spec.matrix.org/v1.19/application-service-api/#put_matrixclientv3directorylistappservicenetworkidroomid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Lists a room in the directory of a third-party network. */
export const updateAppserviceRoomDirectoryVisibility = endpoint({
  operation: 'updateAppserviceRoomDirectoryVisibility',
  method: 'PUT',
  path: '/_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}',
  spec: 'https://spec.matrix.org/v1.19/application-service-api/#put_matrixclientv3directorylistappservicenetworkidroomid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ visibility: Type.Union([Type.Literal('public'), Type.Literal('private')]) }),
  response: Type.Object({}),
})
