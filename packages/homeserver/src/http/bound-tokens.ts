// Tokens that are bound to a key are good only together with a proof of it: at every call, whatever is remembered of the
// connection or of the session.
import { MatrixError } from '@chappe/contract'
import type { IncomingMessage } from 'node:http'
import type { Session } from '../session.ts'
import type { Proofs } from './dpop.ts'
import { ProofError } from './dpop.ts'

/** How a token was shown. */
export interface ShownToken {
  isDpop: boolean
  token: string
}

/** Holds a request to the key that its session's tokens are bound to. Throws `M_UNAUTHORIZED`. */
export type AssertBound = (session: Session, request: IncomingMessage, shown: () => ShownToken) => void

/** A request may be begun anew while it is held; its one proof has been judged then. */
interface Judged {
  jkt: string
  token: string
}

/** Binds the check to where clients reach the server: proofs name that address, whatever stands between. */
export function createAssertBound(proofs: Proofs, publicUrl: string): AssertBound {
  const judged = new WeakMap<IncomingMessage, Judged>()
  return (session, request, shown) => {
    const jkt = session.oauth?.dpopJkt
    if (jkt === undefined) {
      if (isDpopScheme(request)) throw unbound('The access token is not bound to a key: show it as a bearer token')
      return
    }
    const { isDpop, token } = shown()
    if (!isDpop) throw unbound('The access token is bound to a key: show it with a DPoP proof')
    const before = judged.get(request)
    if (before?.jkt === jkt && before.token === token) return
    const use = { method: request.method ?? '', url: `${publicUrl}${pathOf(request.url)}`, token }
    if (proofOf(proofs, request, use) !== jkt) throw unbound('The access token is bound to another key')
    judged.set(request, { jkt, token })
  }
}

/** Most tokens are bearer tokens: one look at a letter tells. */
function isDpopScheme({ headers }: IncomingMessage): boolean {
  return headers.authorization !== undefined && (headers.authorization.charCodeAt(0) | 32) === 100
}

function proofOf(proofs: Proofs, request: IncomingMessage, use: Parameters<Proofs['check']>[1]): string {
  try {
    return proofs.check(request.headers['dpop'], use).jkt
  } catch (error) {
    if (error instanceof ProofError) throw unbound(`The DPoP proof is not good: ${error.message}`)
    throw error
  }
}

/** Not `M_UNKNOWN_TOKEN`, at which clients sign out: the token is good, and so will be the next proof. */
function unbound(message: string): MatrixError {
  return new MatrixError('M_UNAUTHORIZED', { message, fields: { 'org.chappe.dpop': 'invalid_dpop_proof' } })
}

function pathOf(url = ''): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}
