// What somebody whose account is stopped is told, whichever way they come.
import { MatrixError } from '@chappe/contract'
import type { Standing } from '@chappe/policy'
import { tellingOf } from '@chappe/policy'

/**
 * The refusal of an account by where it stands; `helpDesk` says whom to turn to. Whoever was stopped is not told why:
 * the real owner is told by other means, and an intruder learns nothing.
 */
export function refusalOf(standing: Standing, helpDesk: string | undefined): MatrixError {
  const contact = helpDesk === undefined ? 'Please turn to your help desk.' : `Please turn to your help desk: ${helpDesk}`
  const locked = (message: string, state?: 'expired'): MatrixError => lockedBy(`${message} ${contact}`, helpDesk, state)
  switch (tellingOf(standing)) {
    case 'suspended':
      return new MatrixError('M_USER_SUSPENDED')
    case 'stopped':
      return locked('This account cannot be used at the moment.')
    case 'expired':
      return locked('This account has expired and waits to be confirmed by your organisation.', 'expired')
    case 'enrol':
      return locked('This account has to be enrolled anew before it can be used.')
    case 'closed':
      return new MatrixError('M_USER_DEACTIVATED')
    case 'nothing':
      return new MatrixError('M_FORBIDDEN')
  }
}

/** The client keeps what it has on the device: with "soft_logout" it is not to throw its keys away. `org.chappe.help_desk`: whom to turn to, for clients with words of their own. */
function lockedBy(message: string, helpDesk: string | undefined, state: 'expired' | undefined): MatrixError {
  const told = { ...(state === undefined ? {} : { 'org.chappe.account_state': state }), ...(helpDesk === undefined ? {} : { 'org.chappe.help_desk': helpDesk }) }
  return new MatrixError('M_USER_LOCKED', { message, fields: { soft_logout: true, ...told } })
}
