// The one place where a failure becomes a response.
import { MatrixError } from '@chappe/contract'
import type { Logger } from '../deps.ts'

/** Status, JSON text and headers of a failed call. */
export interface ErrorAnswer {
  error: MatrixError
  status: number
  body: string
  headers: Record<string, string>
}

/**
 * Classes of SQLSTATE (their first two characters) that say nothing about the request: connection, resources (a full
 * disk among them), intervention of an operator, the system's own errors. Beside them, a database that only reads (a
 * standby), serialization failures and deadlocks, locks and damaged indexes.
 */
const UNAVAILABLE_CLASSES = new Set(['08', '53', '57', '58'])
const UNAVAILABLE_SQLSTATES = new Set(['25006', '25P03', '40001', '40P01', '55P03', 'XX001', 'XX002'])
const UNAVAILABLE_ERRNOS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOSPC', 'ETIMEDOUT', 'EHOSTUNREACH'])
const SQLSTATE = /^[0-9A-Z]{5}$/
/** Text with U+0000, which PostgreSQL does not store, and text it cannot read. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05'])

/** Turns whatever was thrown into an answer; what nobody foresaw is logged and told apart by its status only. */
export function answerError(error: unknown, logger: Logger, operation: string): ErrorAnswer {
  const known = toMatrixError(error)
  if (known.status >= 500) logger.error({ operation, err: error }, 'a call failed')
  const headers: Record<string, string> = {}
  const retry = known.fields['retry_after_ms']
  if (typeof retry === 'number') headers['retry-after'] = String(Math.max(1, Math.ceil(retry / 1000)))
  if (known.fields['org.chappe.dpop'] !== undefined) headers['www-authenticate'] = 'DPoP error="invalid_dpop_proof", algs="ES256 EdDSA"'
  return { error: known, status: known.status, body: JSON.stringify(known.body()), headers }
}

function toMatrixError(error: unknown): MatrixError {
  if (error instanceof MatrixError) return error
  const code = errorCodeOf(error)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new MatrixError('M_TOO_LARGE')
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return new MatrixError('M_NOT_JSON')
  if (code.startsWith('FST_ERR_')) return new MatrixError('M_UNRECOGNIZED', { status: 400, cause: error })
  if (UNSTORABLE_TEXT.has(code)) {
    return new MatrixError('M_INVALID_PARAM', { message: 'A text holds a character that cannot be stored', cause: error })
  }
  if (isUnavailable(code) || isConnectionLoss(error)) {
    return new MatrixError('CHAPPE_UNAVAILABLE', {
      message: 'The database is not available at the moment; nothing was changed',
      fields: { retry_after_ms: 1000 },
      cause: error,
    })
  }
  return new MatrixError('M_UNKNOWN', { cause: error })
}

function isUnavailable(code: string): boolean {
  if (UNAVAILABLE_ERRNOS.has(code) || UNAVAILABLE_SQLSTATES.has(code)) return true
  return SQLSTATE.test(code) && UNAVAILABLE_CLASSES.has(code.slice(0, 2))
}

function errorCodeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|not queryable/.test(
    error.message,
  )
}
