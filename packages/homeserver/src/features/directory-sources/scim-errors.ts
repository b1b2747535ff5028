// Refusals as SCIM words them.
// https://www.rfc-editor.org/rfc/rfc7644#section-3.12
import type { ErrorCode } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'

/** A refusal in the shape of SCIM, with the code that every error of this server has beside. */
export function scimError(code: ErrorCode, status: number, detail: string, scimType?: string): MatrixError {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail, errcode: code, error: detail }
  return new MatrixError(code, { status, message: detail, body: scimType === undefined ? body : { ...body, scimType } })
}
