// GET /accessibility
// docs/decisions/0093-say-how-accessible-it-is-from-evidence.md, https://eur-lex.europa.eu/eli/dir/2016/2102/oj (Article 7)
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The accessibility statement: a page that anybody may see. */
export const showAccessibility = endpoint({
  operation: 'showAccessibility',
  method: 'GET',
  path: '/accessibility',
  spec: 'https://eur-lex.europa.eu/eli/dir/2016/2102/oj',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    lang: Type.Optional(Type.String({ maxLength: 2 })),
  }),
  response: 'raw',
})
