// GET /_chappe/client/v1/account/validity
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Until when the caller's account is good, and whether they can prolong it themselves. */
export const getAccountValidity = endpoint({
  operation: 'getAccountValidity',
  method: 'GET',
  path: '/_chappe/client/v1/account/validity',
  spec: 'docs/api/enrolment.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    valid_until_ts: Type.Union([Type.Integer(), Type.Null()]),
    /** By the mail of `POST /_chappe/client/v1/account/renewal`. */
    is_renewable: Type.Boolean(),
  }),
})
