// POST /_chappe/desk/v1/exposure_reports
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { exposureSubject } from './shapes.ts'

/**
 * Has a report made of what was shown. On an account that is contained or quarantined, and on a session of one, one person
 * does it in a case; on anything else a second one has to agree.
 */
export const createExposureReport = endpoint({
  operation: 'createExposureReport',
  method: 'POST',
  path: '/_chappe/desk/v1/exposure_reports',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'sometimes',
  reveals: [],
  body: Type.Object({
    subject: exposureSubject,
    /** Both included; left out: from the beginning, and up to now. */
    from_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    to_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    ...deskReason.properties,
  }),
  response: Type.Object({
    report_id: Type.Integer(),
    /** A second person has to agree to this request before the report is made. */
    request_id: Type.Optional(Type.Integer()),
  }),
})
