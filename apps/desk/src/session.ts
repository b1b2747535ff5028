// The session of whoever is signed in to the desk in this browser.
import { createSignIn } from '@chappe/ui/sign-in'
import { paths } from './paths.ts'

export { ApiError, SignedOut } from '@chappe/ui/sign-in'
export type { ApiCall, SignedIn as Session } from '@chappe/ui/sign-in'

const signIn = createSignIn({ clientId: 'org.chappe.desk', store: 'chappe-desk', home: paths.overview(), signedIn: paths.signedIn() })

/** Goes to the sign-in pages; comes back to `paths.signedIn()`. Never returns. */
export const beginSignIn = (): Promise<never> => signIn.begin()
/** Ends what `beginSignIn` began, on the page it comes back to. Gives back where the person was. */
export const finishSignIn = signIn.finish
/** The session of whoever signed in in this browser, if anybody did. */
export const findSession = signIn.find
