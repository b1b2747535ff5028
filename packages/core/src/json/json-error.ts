// The one error that reading or printing JSON may throw.

/** What was wrong: one code for each kind of fault. */
export type JsonErrorCode = 'syntax' | 'duplicate_key' | 'depth' | 'number_range' | 'lone_surrogate'

/** Text that is not the JSON Chappe accepts, or a value that has no canonical form. */
export class JsonError extends Error {
  readonly code: JsonErrorCode
  /** Where in the text, in UTF-16 code units; absent when a value was being printed. */
  readonly position: number | undefined

  constructor(code: JsonErrorCode, message: string, position?: number) {
    super(position === undefined ? message : `${message} at position ${position}`)
    this.name = 'JsonError'
    this.code = code
    this.position = position
  }
}
