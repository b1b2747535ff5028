// GET /_chappe/desk/v1/exposure_reports
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { exposureReport } from './shapes.ts'

/** Reports on what was shown, newest first. */
export const listExposureReports = endpoint({
  operation: 'listExposureReports',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({ ...deskPage, case_id: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })) }),
  response: Type.Object({ reports: Type.Array(exposureReport), next: Type.Optional(Type.String()) }),
})
