// Shapes that the endpoints of the desk share. docs/api/desk.md
import { Type } from 'typebox'

/** The names of account states. */
export const accountState = Type.Union([
  Type.Literal('active'),
  Type.Literal('watched'),
  Type.Literal('quarantined'),
  Type.Literal('contained'),
  Type.Literal('suspended'),
  Type.Literal('expired'),
  Type.Literal('closed'),
])

/** The names of roles. */
export const deskRole = Type.Union([
  Type.Literal('organisation_admin'),
  Type.Literal('security_officer'),
  Type.Literal('auditor'),
  Type.Literal('operator'),
])

/** An account as the desk shows it. */
export const deskAccount = Type.Object({
  user_id: Type.String(),
  state: accountState,
  display_name: Type.Union([Type.String(), Type.Null()]),
  account_type: Type.String(),
  organisation_id: Type.Union([Type.String(), Type.Null()]),
  roles: Type.Array(deskRole),
  must_enrol: Type.Boolean(),
  created_at_ms: Type.Integer(),
  valid_until_ms: Type.Union([Type.Integer(), Type.Null()]),
  last_seen_at_ms: Type.Union([Type.Integer(), Type.Null()]),
})

/** What somebody does in their organisation; what is empty is not known. */
export const deskJob = Type.Object({ title: Type.String(), service: Type.String(), phone: Type.String(), place: Type.String() })

/** Why something is done, and in which case. */
export const deskReason = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: 1000 }),
  case_id: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
})

/** What was asked for and waits for a second person, or was decided. */
export const deskRequest = Type.Object({
  request_id: Type.Integer(),
  operation: Type.String(),
  target: Type.String(),
  reason: Type.String(),
  case_id: Type.Union([Type.Integer(), Type.Null()]),
  asked_by: Type.String(),
  asked_at_ms: Type.Integer(),
  expires_at_ms: Type.Integer(),
  decided_by: Type.Union([Type.String(), Type.Null()]),
  decision: Type.Union([Type.Literal('approved'), Type.Literal('refused'), Type.Literal('broken'), Type.Null()]),
  /** It is about whoever reads this, who does not decide on it. */
  is_about_you: Type.Boolean(),
})

/** What came of a request that was carried out. */
export const deskOutcome = Type.Object({
  operation: Type.String(),
  target: Type.String(),
  /** A one-time link with which the owner enrols anew; handed over by other means than the account's own. */
  enrolment_url: Type.Optional(Type.String()),
  /** How many accounts were contained. */
  contained: Type.Optional(Type.Integer()),
})

/** A case. */
export const deskCase = Type.Object({
  case_id: Type.Integer(),
  title: Type.String(),
  opened_by: Type.Union([Type.String(), Type.Null()]),
  opened_at_ms: Type.Integer(),
  closed_at_ms: Type.Union([Type.Integer(), Type.Null()]),
  /** When it became known that data were revealed, and who said so; null: nobody has said that it did. 72 hours run from then on. */
  aware_at_ms: Type.Union([Type.Integer(), Type.Null()]),
  aware_set_by: Type.Union([Type.String(), Type.Null()]),
  /** The drill that it belongs to; null: it is about real people. */
  drill_id: Type.Union([Type.Integer(), Type.Null()]),
})

/** An organisation. */
export const deskOrganisation = Type.Object({ organisation_id: Type.String(), name: Type.String(), created_at_ms: Type.Integer() })

/** How the people of a domain come in, and what they are then. */
export const domainRule = {
  account_type: Type.Union([Type.Literal('agent'), Type.Literal('external'), Type.Literal('service')]),
  enrolment: Type.Union([Type.Literal('open'), Type.Literal('invitation'), Type.Literal('directory')]),
}

/** A domain of an organisation. */
export const deskDomain = Type.Object({ domain: Type.String(), ...domainRule })

/** What is of one case. */
export const deskCaseFilter = { case_id: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })) }

/** Where a list goes on, and how long a part of it is. */
export const deskPage = {
  from: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
}
