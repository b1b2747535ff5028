// What the server would not do, in its own words: they are whole sentences, made to be shown as they stand.

/** Thrown by what a person asks for, where it was not done. */
export class Refused extends Error {
  /** The error code of the specification; undefined where the server was not reached. */
  readonly code: string | undefined

  constructor(code: string | undefined, message: string) {
    super(message)
    this.code = code
  }
}

/** Waits for something that the server is asked for; what it refuses comes as `Refused`. */
export async function asked<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    throw toRefused(error)
  }
}

function toRefused(error: unknown): Refused {
  if (error instanceof Refused) return error
  const { errcode, data } = partsOf(error)
  const said: unknown = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined
  return new Refused(typeof errcode === 'string' ? errcode : undefined, typeof said === 'string' ? said.slice(0, 500) : '')
}

function partsOf(error: unknown): { errcode?: unknown; data?: unknown } {
  return typeof error === 'object' && error !== null ? error : {}
}
