// GET /_chappe/desk/v1/exposure_reports/{reportId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { exposureFindings, exposureReport } from './shapes.ts'

/** A report: how far it is, and once it is done what it found, but for its long lists. */
export const getExposureReport = endpoint({
  operation: 'getExposureReport',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  response: Type.Object({ ...exposureReport.properties, findings: Type.Union([exposureFindings, Type.Null()]) }),
})
