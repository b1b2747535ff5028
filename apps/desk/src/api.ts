// Calls of the contract, typed; where the server wants a touch of the passkey first, the touch is asked for and the call
// made again.
import type { AnyEndpoint, BodyOf, ParamsOf, QueryOf, ResponseOf } from '@chappe/contract'
import { beginStepUp, finishStepUp } from '@chappe/contract'
import { parseAnswer, parseTouchOptions } from './parse.ts'
import type { ApiCall, Session } from './session.ts'
import { ApiError } from './session.ts'

/** What a call of an endpoint is given: what its path, its query and its body need. */
export interface CallInput<E extends AnyEndpoint> {
  params: ParamsOf<E>
  query?: QueryOf<E>
  body?: BodyOf<E>
}

/** Whoever can make a call. */
export type Caller = (call: ApiCall) => Promise<unknown>

/** Calls an endpoint. Throws `ApiError`; what `NotAllowedError` of the browser says is that the touch was refused. */
export async function ask<E extends AnyEndpoint>(call: Caller, endpoint: E, input: CallInput<E>): Promise<ResponseOf<E>> {
  const made = toCall(endpoint, input)
  try {
    return parseAnswer(endpoint, await call(made))
  } catch (error) {
    if (!(error instanceof ApiError) || error.body['org.chappe.step_up'] === undefined) throw error
    await touch(call)
    return parseAnswer(endpoint, await call(made))
  }
}

/** Takes an answer that is a file. Throws `ApiError` where there is none. */
export async function download<E extends AnyEndpoint>(session: Pick<Session, 'fetch'>, endpoint: E, input: CallInput<E>): Promise<Blob> {
  const response = await session.fetch(toCall(endpoint, input).path)
  if (!response.ok) throw new ApiError(response.status, await refusalOf(response))
  return response.blob()
}

/** What the server says of a refusal, where it says something. */
async function refusalOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : { error: `HTTP ${response.status}` }
}

/** Asks for a touch of the passkey, for this device. https://www.w3.org/TR/webauthn-3/ */
async function touch(call: Caller): Promise<void> {
  const { options } = parseAnswer(beginStepUp, await call(toCall(beginStepUp, { params: {}, body: {} })))
  const publicKey = parseTouchOptions(options)
  const credential = await navigator.credentials.get({ publicKey })
  if (!(credential instanceof PublicKeyCredential)) throw new Error('the browser gave no passkey')
  await call(toCall(finishStepUp, { params: {}, body: { credential: JSON.stringify(credential) } }))
}

function toCall<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): ApiCall {
  const params = Object.entries<unknown>(input.params ?? {})
  const path = params.reduce((text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))), endpoint.path)
  const query = Object.fromEntries(Object.entries<unknown>(input.query ?? {}).map(([name, value]) => [name, value === undefined ? undefined : String(value)]))
  return { method: endpoint.method, path, query, body: input.body }
}
