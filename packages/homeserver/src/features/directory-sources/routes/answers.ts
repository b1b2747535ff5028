// From the operations' results to SCIM.
import { RawBody } from '../../../http/reveal-tap.ts'
import type { CallRequest } from '../../../http/route.ts'
import type { DirectoryPerson } from '../directory-sources.ts'
import type { ScimPage } from '../scim.ts'
import { scimUser } from '../scim-user.ts'

const HEADERS = { 'content-type': 'application/scim+json' }

/** The token of a directory. */
export function tokenOf({ headers }: CallRequest): string | undefined {
  return /^Bearer +(\S{1,512})$/i.exec(headers.authorization ?? '')?.[1]
}

function scimAnswer(value: object, status: 200 | 201 = 200): RawBody {
  const body = Buffer.from(JSON.stringify(value))
  return new RawBody(body, body.byteLength, HEADERS, status)
}

/** One user. */
export function userAnswer(person: DirectoryPerson, publicUrl: string, status: 200 | 201 = 200): RawBody {
  return scimAnswer(scimUser(person, publicUrl), status)
}

/** A page of users. */
export function pageAnswer({ people, total, startIndex }: ScimPage, publicUrl: string): RawBody {
  return scimAnswer({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: people.length,
    Resources: people.map((person) => scimUser(person, publicUrl)),
  })
}

/** Done, with nothing to say. */
export function noAnswer(): RawBody {
  return new RawBody(Buffer.alloc(0), 0, {}, 204)
}

/** https://www.rfc-editor.org/rfc/rfc7643#section-5 */
export function configAnswer(): RawBody {
  const no = { supported: false }
  return scimAnswer({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { ...no, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 200 },
    changePassword: no,
    sort: no,
    etag: no,
    authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'A token that the desk makes for the organisation' }],
  })
}
