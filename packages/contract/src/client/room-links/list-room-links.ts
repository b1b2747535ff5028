// GET /_chappe/client/v1/rooms/{roomId}/links
// docs/api/room-links.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { roomLink } from './shapes.ts'

/** The links of a room and who came by them: all of them for its admins, one's own for others who may invite. */
export const listRoomLinks = endpoint({
  operation: 'listRoomLinks',
  method: 'GET',
  path: '/_chappe/client/v1/rooms/{roomId}/links',
  spec: 'docs/api/room-links.md',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({ links: Type.Array(roomLink) }),
})
