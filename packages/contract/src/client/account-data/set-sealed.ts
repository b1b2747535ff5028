// PUT /_chappe/client/v1/sealed/{name}
// docs/api/sealed.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const BASE64 = '^[A-Za-z0-9+/]*={0,2}$'

/** Stores what the caller keeps for themselves, sealed, unless another of their devices has stored something meanwhile. */
export const setSealed = endpoint({
  operation: 'setSealed',
  method: 'PUT',
  path: '/_chappe/client/v1/sealed/{name}',
  spec: 'docs/api/sealed.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    /** That of what the caller has read; 0 where there is nothing. */
    version: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER - 1 }),
    key: Type.String({ minLength: 1, maxLength: 64, pattern: BASE64 }),
    iv: Type.String({ minLength: 1, maxLength: 64, pattern: BASE64 }),
    sealed: Type.String({ maxLength: 64_000, pattern: BASE64 }),
  }),
  response: Type.Object({ version: Type.Integer() }),
})
