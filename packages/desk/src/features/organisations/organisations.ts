// Organisations and their domains, as the operator sets them up and everybody at the desk sees them.
import { MatrixError } from '@chappe/contract'
import type { Domain, Organisation, Session } from '@chappe/homeserver/ports'
import type { EnrolledType, Enrolment } from '@chappe/policy'
import { deskScopeOf } from '@chappe/policy'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'

/** The operations. What takes the id of an organisation throws `M_NOT_FOUND` where there is none, or it is not one's own. */
export interface DeskOrganisations {
  list(session: Session, after: string | undefined): Promise<Organisation[]>
  create(call: DeskCall, input: { organisation_id: string; name: string } & Reason): Promise<Organisation>
  rename(call: DeskCall, input: { organisationId: string; name: string } & Reason): Promise<Organisation>
  listDomains(session: Session, organisationId: string): Promise<Domain[]>
  setDomain(call: DeskCall, input: DomainName & { account_type: EnrolledType; enrolment: Enrolment } & Reason): Promise<Domain>
  removeDomain(call: DeskCall, input: DomainName & Reason): Promise<void>
  listTokens(organisationId: string): Promise<{ name: string; createdAtMs: number }[]>
  /** A new token for a directory; throws `M_BAD_STATE` where there is one of that name. */
  createToken(call: DeskCall, input: TokenName & Reason): Promise<string>
  /** Throws `M_NOT_FOUND` where there is none of that name. */
  endToken(call: DeskCall, input: TokenName & Reason): Promise<void>
}

/** Which token of whom. */
export interface TokenName {
  organisationId: string
  name: string
}

/** Which domain of whom. */
export interface DomainName {
  organisationId: string
  domain: string
}

const MAX_TOKENS = 20

/** Ties the operations. */
export function createDeskOrganisations(context: DeskContext): DeskOrganisations {
  const { organisations, directorySources } = context.ports
  return {
    async list(session, after) {
      if (deskScopeOf(session.roles) === 'everybody') return organisations.list({ after })
      const own = session.organisationNid === undefined ? undefined : await organisations.findByNid(session.organisationNid)
      return own === undefined ? [] : [own]
    },
    create: (call, { organisation_id: organisationId, name, ...reason }) =>
      actWith(context, call, { target: organisationId, ...reason }, () => organisations.create(organisationId, name)),
    rename: (call, { organisationId, name, ...reason }) =>
      actWith(context, call, { target: organisationId, ...reason }, () => organisations.rename(organisationId, name)),
    async listDomains(session, organisationId) {
      const { organisationNid } = await organisations.get(organisationId)
      if (deskScopeOf(session.roles) !== 'everybody' && organisationNid !== session.organisationNid) {
        throw new MatrixError('M_NOT_FOUND', { message: 'There is no such organisation' })
      }
      return organisations.listDomains(organisationId)
    },
    setDomain: (call, { organisationId, domain, account_type: accountType, enrolment, ...reason }) =>
      actWith(context, call, { target: `${organisationId} ${domain}`, ...reason }, () =>
        organisations.putDomain(organisationId, domain, { accountType, enrolment })),
    listTokens: async (organisationId) => directorySources.listTokens((await organisations.get(organisationId)).organisationNid),
    createToken: (call, { organisationId, name, ...reason }) =>
      actWith(context, call, { target: `${organisationId} ${name}`, ...reason }, async () => {
        const { organisationNid } = await organisations.get(organisationId)
        const known = await directorySources.listTokens(organisationNid)
        // A token is ended by its name: two of one name would end together.
        if (known.some((each) => each.name === name)) throw new MatrixError('M_BAD_STATE', { message: 'There is a token of that name' })
        if (known.length >= MAX_TOKENS) throw new MatrixError('M_RESOURCE_LIMIT_EXCEEDED')
        return directorySources.createToken(organisationNid, name)
      }),
    endToken: (call, { organisationId, name, ...reason }) =>
      actWith(context, call, { target: `${organisationId} ${name}`, ...reason }, async () =>
        directorySources.revokeToken((await organisations.get(organisationId)).organisationNid, name)),
    removeDomain: (call, { organisationId, domain, ...reason }) =>
      actWith(context, call, { target: `${organisationId} ${domain}`, ...reason }, () => organisations.removeDomain(organisationId, domain)),
  }
}
