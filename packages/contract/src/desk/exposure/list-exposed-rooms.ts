// GET /_chappe/desk/v1/exposure_reports/{reportId}/rooms
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { exposedRoom, exposurePage, pageOf } from './shapes.ts'

/** Rooms of a report, by their ids. */
export const listExposedRooms = endpoint({
  operation: 'listExposedRooms',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/rooms',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  query: exposurePage,
  response: pageOf({ rooms: Type.Array(exposedRoom) }),
})
