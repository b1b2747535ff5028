// GET /_chappe/desk/v1/claim_checks/{checkId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { claimCheckHead, claimsFound } from './claim-shapes.ts'

/** A claim check: how far it is, and what the ledger says of each claim. */
export const getClaimCheck = endpoint({
  operation: 'getClaimCheck',
  method: 'GET',
  path: '/_chappe/desk/v1/claim_checks/{checkId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people', 'events'],
  response: Type.Object({
    ...claimCheckHead,
    failure: Type.Union([Type.Literal('broken'), Type.Null()]),
    /** Null: it is not done. */
    found: Type.Union([claimsFound, Type.Null()]),
  }),
})
