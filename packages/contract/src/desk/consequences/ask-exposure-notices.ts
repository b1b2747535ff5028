// POST /_chappe/desk/v1/exposure_reports/{reportId}/notices
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { inBoth } from './shapes.ts'

/**
 * Asks for everybody in a report to be told what of theirs was shown (GDPR, article 34); a second person agrees. Each is told
 * once, in the messenger and by mail, and of nobody else.
 */
export const askExposureNotices = endpoint({
  operation: 'askExposureNotices',
  method: 'POST',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/notices',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'always',
  reveals: [],
  body: Type.Object({
    /** In plain words: what may come of it, what was done, whom to ask. A link in it is refused. */
    consequences: inBoth,
    measures: inBoth,
    contact: Type.String({ minLength: 1, maxLength: 500 }),
    /** Also those of whom nothing but ciphertext was shown, who need not be told (34(3)(a)). */
    with_ciphertext_only: Type.Optional(Type.Boolean()),
    ...deskReason.properties,
  }),
  response: Type.Object({
    /** What a second person has to agree to. */
    request_id: Type.Integer(),
  }),
})
