// Calls to an application service, with its token.
import type { GuardedClient, OutgoingAnswer } from '../../outgoing/guarded-client.ts'
import type { Disclosed } from '../../outgoing/outgoing-tap.ts'
import type { Registration } from './registration.ts'

/** One call; `path` is below `/_matrix/app/v1`. */
export interface AppserviceCall {
  method: 'GET' | 'PUT' | 'POST'
  path: string
  body?: Disclosed
}

/** Calls an application service that has a URL. Throws `OutgoingError` where no answer comes. */
export type CallAppservice = (registration: Registration, call: AppserviceCall) => Promise<OutgoingAnswer>

const TIMEOUT_MS = 30_000
const MAX_ANSWER_BYTES = 1024 * 1024

/** Ties the calls to a client. */
export function createCalls(client: Pick<GuardedClient, 'call'>): CallAppservice {
  return async ({ url, hsToken }, { method, path, body }) =>
    client.call({
      method,
      url: `${url ?? ''}/_matrix/app/v1${path}`,
      headers: { authorization: `Bearer ${hsToken}` },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      plainHttp: true,
      ...(body === undefined ? {} : { body }),
    })
}
