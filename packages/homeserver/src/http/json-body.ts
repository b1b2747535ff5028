// Bodies that are a JSON object of any content: the parser made every value in them JSON.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject } from '@chappe/core'

/** The body as a JSON object; throws `M_BAD_JSON` for any other JSON. */
export function jsonObjectOf(body: unknown): JsonObject {
  if (!isJsonObject(body)) throw new MatrixError('M_BAD_JSON', { message: 'The body is not an object' })
  return body
}
