// GET /_chappe/desk/v1/exposure_reports/{reportId}/files
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { exposedFile, exposurePage, pageOf } from './shapes.ts'

/** Files of a report, by their ids. */
export const listExposedFiles = endpoint({
  operation: 'listExposedFiles',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/files',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  query: exposurePage,
  response: pageOf({ files: Type.Array(exposedFile) }),
})
