// GET /_chappe/desk/v1/exposure_reports/{reportId}/archive
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'

/** The report as a signed archive, with the rows it is made from and what proves them; `chappe verify-report` checks it. */
export const getExposureArchive = endpoint({
  operation: 'getExposureArchive',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/archive',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'media',
  roles: ['security_officer'],
  reveals: ['people'],
  response: 'raw',
})
