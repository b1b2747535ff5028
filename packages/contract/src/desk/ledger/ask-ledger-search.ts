// POST /_chappe/desk/v1/ledger_searches
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason, deskRequest } from '../shapes.ts'

/**
 * Asks who was shown something: a room, a person, a file, or whatever went to a network. A second person agrees before anybody
 * sees it (`getEvidence`, `listLedgerRows`). It is of a case, and says what for.
 */
export const askLedgerSearch = endpoint({
  operation: 'askLedgerSearch',
  method: 'POST',
  path: '/_chappe/desk/v1/ledger_searches',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'always',
  reveals: ['people'],
  body: Type.Object({
    kind: Type.Union([Type.Literal('account'), Type.Literal('room'), Type.Literal('person'), Type.Literal('file'), Type.Literal('network')]),
    /** A user id, a room id, the id of a file (`mxc://…` or the part behind the server), an address or a network. */
    value: Type.String({ minLength: 1, maxLength: 255, pattern: '^\\S+$' }),
    /** Both included; left out: from the beginning, and up to now. */
    from_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    to_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    reason: deskReason.properties.reason,
    case_id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  }),
  response: deskRequest,
})
