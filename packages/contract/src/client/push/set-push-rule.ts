// PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { pushAction, pushCondition } from './push-rule.ts'

/** Adds a push rule of the caller's own, or changes one. */
export const setPushRule = endpoint({
  operation: 'setPushRule',
  method: 'PUT',
  path: '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  query: Type.Object({
    before: Type.Optional(Type.String({ maxLength: 512 })),
    after: Type.Optional(Type.String({ maxLength: 512 })),
  }),
  body: Type.Object({
    actions: Type.Array(pushAction, { maxItems: 16 }),
    conditions: Type.Optional(Type.Array(pushCondition, { maxItems: 32 })),
    pattern: Type.Optional(Type.String()),
  }),
  response: Type.Object({}),
})
