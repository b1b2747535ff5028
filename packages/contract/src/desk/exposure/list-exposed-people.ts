// GET /_chappe/desk/v1/exposure_reports/{reportId}/people
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { exposedPerson, exposurePage, pageOf } from './shapes.ts'

/** People of a report, by their ids. */
export const listExposedPeople = endpoint({
  operation: 'listExposedPeople',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/people',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  query: exposurePage,
  response: pageOf({ people: Type.Array(exposedPerson) }),
})
