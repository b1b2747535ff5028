// A touch of a passkey within the messenger. It says to the server that its owner is there, and gives this page, and nobody
// else, the secret that the passkey makes from a salt (the PRF extension).
// https://www.w3.org/TR/webauthn-3/#prf-extension docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { beginPairing, beginStepUp, finishStepUp } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError } from '@chappe/ui/sign-in'
import { toBytes, toText } from './wrappings.ts'

/** What came of a touch. */
export interface Touch {
  credentialId: string
  /** What the passkey makes of the salt; undefined where it, or the browser, cannot. */
  secret: Uint8Array<ArrayBuffer> | undefined
  /** The passkeys that the account has. */
  credentialIds: readonly string[]
}

/** No touch came: the person would not, or there is no passkey to touch. */
export class NotTouched extends Error {
  readonly hasPasskey: boolean

  constructor(hasPasskey: boolean, cause?: unknown) {
    super('no passkey was touched', { cause })
    this.hasPasskey = hasPasskey
  }
}

interface Asked {
  challenge: Uint8Array<ArrayBuffer>
  rpId: string
  timeout: number
  allow: PublicKeyCredentialDescriptor[]
}

const CREDENTIALS_MAX = 64

/** The ids of the passkeys that the account has. */
export async function listPasskeyIds(signedIn: SignedIn): Promise<readonly string[]> {
  return (await ask(signedIn, beginStepUp)).allow.map(({ id }) => toText(bytesOf(id)))
}

/** What a touch is for. */
export interface Wish {
  /** What the passkey makes its secret from. */
  salt?: Uint8Array<ArrayBuffer>
  /** Which of the account's passkeys will do, by their ids; all where it is left out. */
  isMeant?: (credentialId: string) => boolean
}

/** Has a passkey of the account touched. Throws `NotTouched`, or what `SignedIn.call` throws. */
export async function touchPasskey(signedIn: SignedIn, wish: Wish = {}): Promise<Touch> {
  const { answer, touch } = await sign(await ask(signedIn, beginStepUp), wish)
  await signedIn.call({ method: finishStepUp.method, path: finishStepUp.path, body: { credential: answer } })
  return touch
}

/** Has a passkey touched for a code of this device, which waits; gives back what was signed. Throws as `touchPasskey` does. */
export async function touchForPairing(signedIn: SignedIn): Promise<string> {
  return (await sign(await ask(signedIn, beginPairing), {})).answer
}

/** What the server asks a touch for is asked again after one. */
export async function withTouch<T>(signedIn: SignedIn, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof ApiError) || error.body['org.chappe.step_up'] === undefined) throw error
    await touchPasskey(signedIn)
    return run()
  }
}

async function sign({ challenge, rpId, timeout, allow: all }: Asked, { salt, isMeant = () => true }: Wish): Promise<{ answer: string; touch: Touch }> {
  const credentialIds = all.map(({ id }) => toText(bytesOf(id)))
  const allow = all.filter((_each, at) => isMeant(credentialIds[at] ?? ''))
  if (allow.length === 0 || window.PublicKeyCredential === undefined) throw new NotTouched(false)
  const credential = await navigator.credentials
    .get({
      publicKey: {
        challenge,
        rpId,
        timeout,
        allowCredentials: allow,
        userVerification: 'required',
        ...(salt === undefined ? {} : { extensions: { prf: { eval: { first: salt } } } }),
      },
    })
    .catch((error: unknown) => {
      throw new NotTouched(true, error)
    })
  if (!(credential instanceof PublicKeyCredential) || !(credential.response instanceof AuthenticatorAssertionResponse)) throw new NotTouched(true)
  const made = credential.getClientExtensionResults().prf?.results?.first
  return { answer: answerOf(credential, credential.response), touch: { credentialId: credential.id, secret: made === undefined ? undefined : bytesOf(made), credentialIds } }
}

async function ask(signedIn: SignedIn, { method, path }: typeof beginStepUp | typeof beginPairing): Promise<Asked> {
  const answer = await signedIn.call({ method, path, body: {} })
  const options = recordOf(recordOf(answer)['options'])
  const { challenge, rpId, timeout, allowCredentials } = options
  const bytes = toBytes(challenge)
  if (bytes === undefined) throw new Error('the server asks for no touch that this browser understands')
  const list: readonly unknown[] = Array.isArray(allowCredentials) ? allowCredentials.slice(0, CREDENTIALS_MAX) : []
  const allow = list.flatMap((each): PublicKeyCredentialDescriptor[] => {
    const { id, transports } = recordOf(each)
    const raw = toBytes(id)
    if (raw === undefined) return []
    return [{ type: 'public-key', id: raw, ...(Array.isArray(transports) ? { transports: transports as AuthenticatorTransport[] } : {}) }]
  })
  return { challenge: bytes, rpId: typeof rpId === 'string' ? rpId : location.hostname, timeout: typeof timeout === 'number' ? timeout : 60_000, allow }
}

/** The answer as the server takes it, without what the extensions gave: that is this page's alone. */
function answerOf({ id, rawId, type }: PublicKeyCredential, response: AuthenticatorAssertionResponse): string {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return JSON.stringify({
    id,
    rawId: toText(bytesOf(rawId)),
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: toText(bytesOf(clientDataJSON)),
      authenticatorData: toText(bytesOf(authenticatorData)),
      signature: toText(bytesOf(signature)),
      ...(userHandle === null ? {} : { userHandle: toText(bytesOf(userHandle)) }),
    },
  })
}

function bytesOf(source: BufferSource): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source)
  return Uint8Array.from(view)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
