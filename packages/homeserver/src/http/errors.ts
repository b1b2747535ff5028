// The one place where a failure becomes a response.
import { MatrixError } from '@chappe/contract'
import type { Logger } from '../deps.ts'

/** Status, JSON text and headers of a failed call. */
export interface ErrorAnswer {
  status: number
  body: string
  headers: Record<string, string>
}

const UNAVAILABLE_SQLSTATES = new Set(['57P01', '57P02', '57P03', '53100', '53200', '53300', '08000', '08003', '08006'])
const UNAVAILABLE_ERRNOS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOSPC', 'ETIMEDOUT'])

/** Turns whatever was thrown into an answer; what nobody foresaw is logged and told apart by its status only. */
export function answerError(error: unknown, logger: Logger, operation: string): ErrorAnswer {
  const known = toMatrixError(error)
  if (known.status >= 500) logger.error({ operation, err: error }, 'a call failed')
  const headers: Record<string, string> = {}
  const retry = known.fields['retry_after_ms']
  if (typeof retry === 'number') headers['retry-after'] = String(Math.max(1, Math.ceil(retry / 1000)))
  return { status: known.status, body: JSON.stringify(known.body()), headers }
}

function toMatrixError(error: unknown): MatrixError {
  if (error instanceof MatrixError) return error
  const code = errorCodeOf(error)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new MatrixError('M_TOO_LARGE')
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return new MatrixError('M_NOT_JSON')
  if (code.startsWith('FST_ERR_')) return new MatrixError('M_UNRECOGNIZED', { status: 400, cause: error })
  if (UNAVAILABLE_SQLSTATES.has(code) || UNAVAILABLE_ERRNOS.has(code) || isConnectionLoss(error)) {
    return new MatrixError('CHAPPE_UNAVAILABLE', {
      message: 'The database is not available at the moment; nothing was changed',
      fields: { retry_after_ms: 1000 },
      cause: error,
    })
  }
  return new MatrixError('M_UNKNOWN', { cause: error })
}

function errorCodeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
    error.message,
  )
}
