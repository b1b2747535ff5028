// What the endpoints about who people are share.
import { Type } from 'typebox'

/** What kind of account somebody has. */
export const accountKind = Type.Union([Type.Literal('agent'), Type.Literal('external'), Type.Literal('service')])

/** An organisation as people see it. */
export const organisationShape = Type.Object({ organisation_id: Type.String(), name: Type.String() })
