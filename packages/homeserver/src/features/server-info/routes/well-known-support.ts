// GET /.well-known/matrix/support
import { wellKnownSupport } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo, SupportContacts } from '../server-info.ts'

/** Answers from the configuration. */
export function wellKnownSupportRoute(info: ServerInfo): Route {
  return route(wellKnownSupport, () => {
    const { contacts, supportPage } = info.getSupport()
    return {
      ...(contacts === undefined ? {} : { contacts: contacts.map(contactAnswer) }),
      ...(supportPage === undefined ? {} : { support_page: supportPage }),
    }
  })
}

function contactAnswer(contact: NonNullable<SupportContacts['contacts']>[number]): {
  role: string
  matrix_id?: string
  email_address?: string
} {
  const { role, matrixId, emailAddress } = contact
  return {
    role,
    ...(matrixId === undefined ? {} : { matrix_id: matrixId }),
    ...(emailAddress === undefined ? {} : { email_address: emailAddress }),
  }
}
