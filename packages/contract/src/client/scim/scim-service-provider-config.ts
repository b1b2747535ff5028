// GET /_chappe/scim/v2/ServiceProviderConfig
// https://www.rfc-editor.org/rfc/rfc7644#section-4
import { endpoint } from '../../endpoint.ts'

/** What of SCIM is understood here. */
export const scimServiceProviderConfig = endpoint({
  operation: 'scimServiceProviderConfig',
  method: 'GET',
  path: '/_chappe/scim/v2/ServiceProviderConfig',
  spec: 'https://www.rfc-editor.org/rfc/rfc7644#section-4',
  // The token is that of an organisation's directory, no person's.
  auth: 'none',
  rate: 'read',
  // A directory is shown what it has said itself.
  reveals: [],
  response: 'raw',
})
