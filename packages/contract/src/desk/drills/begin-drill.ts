// POST /_chappe/desk/v1/drills
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskDrill } from './shapes.ts'

/** Begins a drill: an account that is made up, rooms with made-up messages, and an intruder who reads them. One at a time. */
export const beginDrill = endpoint({
  operation: 'beginDrill',
  method: 'POST',
  path: '/_chappe/desk/v1/drills',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: Type.Object({
    /** What it is called, for example the organisation that it is about. */
    label: Type.Optional(Type.String({ maxLength: 100 })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    /** The intruder comes at a moment within so many minutes that nobody is told; left out, or 0: now. */
    within_minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 43_200 })),
    /** It ends by itself so many hours after the intruder came; left out: 8. */
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 72 })),
  }),
  response: deskDrill,
})
