// GET /_chappe/desk/v1/exposure_reports/{reportId}/notices
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { inBoth } from './shapes.ts'

const count = Type.Integer({ minimum: 0 })
const words = Type.Object({ subject: Type.String(), text: Type.String() })

/** How telling people goes: how many are told, and have read it; who is not, and why; and the words before they are sent. */
export const getExposureNotices = endpoint({
  operation: 'getExposureNotices',
  method: 'GET',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/notices',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({
    /** Only those that stand so. */
    state: Type.Optional(Type.Union([Type.Literal('queued'), Type.Literal('sent'), Type.Literal('failed')])),
    ...deskPage,
  }),
  response: Type.Object({
    /** `none`: nobody has asked. `asked`: a second person has to agree. */
    state: Type.Union([Type.Literal('none'), Type.Literal('asked'), Type.Literal('queueing'), Type.Literal('sending'), Type.Literal('done')]),
    request_id: Type.Union([count, Type.Null()]),
    /** The report is of a drill: nobody is told anything. */
    is_exercise: Type.Boolean(),
    /** Whom it would reach, or reaches. */
    affected: count,
    /** Who need not be told, as what was shown of them cannot be read (34(3)(a)). */
    unintelligible: count,
    /** They have been written the same to already, or there is no account any more. */
    queued: count,
    sent: count,
    failed: count,
    read: count,
    mail: Type.Object({ is_on: Type.Boolean(), waiting: count, sent: count, failed: count, none: count }),
    /** What may be written before anybody is asked. */
    proposal: Type.Object({ consequences: inBoth, measures: inBoth, contact: Type.String() }),
    /** One of them as somebody would get it. */
    example: Type.Object({ fr: words, en: words }),
    people: Type.Array(
      Type.Object({
        user_id: Type.String(),
        state: Type.Union([Type.Literal('queued'), Type.Literal('sent'), Type.Literal('failed')]),
        /** Why it failed. */
        why: Type.Union([Type.String(), Type.Null()]),
        sent_at_ms: Type.Union([count, Type.Null()]),
        read_at_ms: Type.Union([count, Type.Null()]),
        mail: Type.Union([Type.Literal('none'), Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('failed')]),
      }),
    ),
    next: Type.Optional(Type.String()),
  }),
})
