// Has the owner of the session show that they are there, by a touch of a passkey.
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { beginStepUp, finishStepUp } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError } from '@chappe/ui/sign-in'

/** Resolves when a passkey was touched, or where the account has none. Rejects where nobody touches one. */
export async function askForTouch(signedIn: Pick<SignedIn, 'call'>): Promise<void> {
  const options = await beginTouch(signedIn)
  if (options === undefined) return
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = await navigator.credentials.get({ publicKey })
  if (!(credential instanceof PublicKeyCredential)) throw new Error('the browser gave no passkey')
  await signedIn.call({ method: finishStepUp.method, path: finishStepUp.path, body: { credential: JSON.stringify(credential) } })
}

async function beginTouch(signedIn: Pick<SignedIn, 'call'>): Promise<PublicKeyCredentialRequestOptionsJSON | undefined> {
  try {
    const answer = await signedIn.call({ method: beginStepUp.method, path: beginStepUp.path, body: {} })
    const options = (answer as { options: PublicKeyCredentialRequestOptionsJSON }).options
    // A server without passkeys asks for none.
    return (options.allowCredentials ?? []).length === 0 ? undefined : options
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}
