// Our own applications: known without registering, and held to tokens that are bound to their key.
import type { ClientMetadata } from './client-metadata.ts'

/** By client id; what each is depends on where the server is. */
export const FIRST_PARTY_CLIENTS: ReadonlyMap<string, (publicUrl: string) => ClientMetadata> = new Map([
  // The web messenger, served by this server.
  ['org.chappe.web', (publicUrl) => own(publicUrl, { client_name: 'Chappe', redirect_uris: [`${publicUrl}/signed-in`], application_type: 'web' })],
  // The security desk.
  ['org.chappe.desk', (publicUrl) => own(publicUrl, { client_name: 'Chappe Desk', redirect_uris: [`${publicUrl}/desk/signed-in`], application_type: 'web' })],
  // The command line: the browser comes back to a port of its own on the same machine.
  ['org.chappe.cli', (publicUrl) => own(publicUrl, { client_name: 'chappe', redirect_uris: ['http://127.0.0.1/signed-in'], application_type: 'native' })],
])

function own(publicUrl: string, client: Omit<ClientMetadata, 'client_uri' | 'dpop_bound_access_tokens'> & Pick<ClientMetadata, 'redirect_uris' | 'application_type'>): ClientMetadata {
  return { ...client, client_uri: `${publicUrl}/`, dpop_bound_access_tokens: true }
}
