// What the world gives a feature: time and randomness come from here and nowhere else.

/** The present, in milliseconds since 1970. Tests bring one they can move. */
export interface Clock {
  now(): number
}

/** Unpredictable bytes. */
export interface Random {
  bytes(count: number): Uint8Array
  /** URL-safe text of `count` characters, about six bits each. */
  text(count: number): string
}

/** The part of a pino logger that the server uses. Ids and counts go in, never content or secrets. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
