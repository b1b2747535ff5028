// The one table of errors: code, usual status, and the words for people who see it without context.
// https://spec.matrix.org/v1.19/client-server-api/#standard-error-response

const TABLE = {
  M_FORBIDDEN: [403, 'You are not allowed to do that'],
  M_UNKNOWN_TOKEN: [401, 'The access token is not known'],
  M_MISSING_TOKEN: [401, 'An access token is needed'],
  M_USER_LOCKED: [401, 'This account is locked'],
  M_USER_SUSPENDED: [403, 'This account is suspended'],
  M_USER_DEACTIVATED: [403, 'This account is closed'],
  M_BAD_JSON: [400, 'The JSON does not have the expected shape'],
  M_NOT_JSON: [400, 'The body is not JSON'],
  M_NOT_FOUND: [404, 'Not found'],
  M_LIMIT_EXCEEDED: [429, 'Too many requests'],
  M_UNRECOGNIZED: [404, 'Unrecognised request'],
  M_UNKNOWN: [500, 'Something went wrong'],
  M_UNAUTHORIZED: [401, 'Not authorised'],
  M_USER_IN_USE: [400, 'That user name is taken'],
  M_INVALID_USERNAME: [400, 'That user name is not valid'],
  M_ROOM_IN_USE: [400, 'That room alias is taken'],
  M_BAD_ALIAS: [400, 'That alias does not point to this room'],
  M_INVALID_ROOM_STATE: [400, 'The initial state of the room is not valid'],
  M_UNSUPPORTED_ROOM_VERSION: [400, 'That room version is not supported'],
  M_INCOMPATIBLE_ROOM_VERSION: [400, 'The room version is not one you support'],
  M_BAD_STATE: [400, 'The state of the room does not allow that'],
  M_GUEST_ACCESS_FORBIDDEN: [403, 'Guests are not allowed here'],
  M_MISSING_PARAM: [400, 'A parameter is missing'],
  M_INVALID_PARAM: [400, 'A parameter is not valid'],
  M_UNKNOWN_POS: [400, 'That position is not known: start over'],
  M_TOO_LARGE: [413, 'Too large'],
  M_UNKNOWN_DEVICE: [400, 'That device is not known'],
  M_URL_NOT_SET: [400, 'The application service has no URL'],
  M_BAD_STATUS: [502, 'The application service answered with an error'],
  M_EXCLUSIVE: [400, 'That name is reserved'],
  M_RESOURCE_LIMIT_EXCEEDED: [403, 'A limit of this server is reached'],
  M_CANNOT_LEAVE_SERVER_NOTICE_ROOM: [403, 'You cannot leave this room'],
  M_WEAK_PASSWORD: [400, 'That password is too weak'],
  M_WRONG_ROOM_KEYS_VERSION: [403, 'That is not the current key backup version'],
  M_INVALID_SIGNATURE: [400, 'A signature is not valid'],
  M_DUPLICATE_ANNOTATION: [400, 'You have reacted with that already'],
  M_CANNOT_OVERWRITE_MEDIA: [409, 'That media is uploaded already'],
  M_NOT_YET_UPLOADED: [504, 'That media is not uploaded yet'],
  M_KEY_TOO_LARGE: [400, 'A profile key is too long'],
  M_PROFILE_TOO_LARGE: [400, 'The profile is too large'],
  M_UNABLE_TO_AUTHORISE_JOIN: [400, 'No server here can authorise that join'],
  M_UNABLE_TO_GRANT_JOIN: [400, 'Nobody here can grant that join'],
  M_INVITE_BLOCKED: [403, 'That person takes no invitations'],
  M_THREEPID_AUTH_FAILED: [401, 'That address has not been confirmed'],
  M_THREEPID_IN_USE: [400, 'That address is in use'],
  M_THREEPID_DENIED: [403, 'That address is not allowed'],
  M_SERVER_NOT_TRUSTED: [403, 'That server is not trusted'],
  M_CONNECTION_FAILED: [502, 'The other server could not be reached'],
  M_CONNECTION_TIMEOUT: [504, 'The other server did not answer in time'],
  'CHAPPE_UNAVAILABLE': [503, 'The service is not available at the moment'],
} as const satisfies Record<string, readonly [number, string]>

/** Every error code Chappe answers with. */
export type ErrorCode = keyof typeof TABLE

/** What an error may carry beside its code. */
export interface ErrorDetail {
  /** Replaces the table's sentence. Never holds a secret or content. */
  message?: string
  /** Replaces the table's status. */
  status?: number
  /** Further members of the answer, such as `retry_after_ms` or `soft_logout`. */
  fields?: Readonly<Record<string, unknown>>
  /** Replaces the whole answer, where the specification gives it another shape: interactive authentication, health. */
  body?: Readonly<Record<string, unknown>>
  cause?: unknown
}

/** An error that is an answer: operations throw it, `http/errors.ts` alone turns it into a response. */
export class MatrixError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly #body: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    const [status, words] = TABLE[code]
    super(detail.message ?? words, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'MatrixError'
    this.code = code
    this.status = detail.status ?? status
    this.fields = detail.fields ?? {}
    this.#body = detail.body
  }

  /** The JSON body of the answer. */
  body(): Readonly<Record<string, unknown>> {
    if (this.#body !== undefined) return this.#body
    return { errcode: this.code === 'CHAPPE_UNAVAILABLE' ? 'M_UNKNOWN' : this.code, error: this.message, ...this.fields }
  }
}
