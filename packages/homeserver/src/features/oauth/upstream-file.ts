// Files that describe other identity providers, one each, as the operator wrote them (docs/guide/identity-providers.md).
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'

/** What a provider has to attest before it is believed. */
export interface Assurance {
  /** One of these is the `acr` of the ID token. */
  acr: readonly string[]
  /** One of these is among its `amr`; empty: the provider says no methods. */
  amr: readonly string[]
  /** How long ago its user may have proved to be there. */
  maxAgeSeconds: number
}

/** Another identity provider. */
export interface UpstreamProvider {
  /** Stands in addresses. */
  id: string
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  scope: string
  assurance: Assurance
  /** What single organisations ask for beyond that, by their ids. */
  organisations: ReadonlyMap<string, Assurance>
}

const FILE_BYTES_MAX = 64 * 1024
const MAX_AGE_SECONDS = 24 * 60 * 60

class FileError extends Error {}

/** Reads the files; throws with the file and the member that is wrong, and never with a secret. */
export function readProviders(files: readonly string[]): UpstreamProvider[] {
  const found = files.map((file) => {
    try {
      const text = readFileSync(file, 'utf8')
      if (Buffer.byteLength(text) > FILE_BYTES_MAX) throw new FileError('is too large')
      return providerOf(parse(text, { prettyErrors: false }), dirname(file))
    } catch (error) {
      const reason = error instanceof FileError ? error.message : 'cannot be read as YAML'
      throw new Error(`identity_providers: ${file}: ${reason}`, { cause: error })
    }
  })
  if (new Set(found.map(({ id }) => id)).size < found.length) throw new Error('identity_providers: two files have the same id')
  return found
}

function providerOf(value: unknown, folder: string): UpstreamProvider {
  const file = objectOf(value, 'the file')
  const id = textOf(file, 'id')
  if (!/^[a-z0-9-]{1,32}$/.test(id)) throw new FileError('id: 1 to 32 small letters, digits and dashes')
  const assurance = assuranceOf(file, undefined)
  const organisations = Object.entries(objectOf(file['organisations'] ?? {}, 'organisations'))
  return {
    id,
    name: textOf(file, 'name'),
    issuer: issuerOf(textOf(file, 'issuer')),
    clientId: textOf(file, 'client_id'),
    clientSecret: secretOf(resolve(folder, textOf(file, 'client_secret_file'))),
    scope: file['scope'] === undefined ? 'openid' : textOf(file, 'scope'),
    assurance,
    organisations: new Map(organisations.map(([name, each]) => [name, assuranceOf(objectOf(each, name), assurance)])),
  }
}

/** What is not said is as for everybody; for everybody, all of it has to be said. */
function assuranceOf(file: Record<string, unknown>, base: Assurance | undefined): Assurance {
  const acr = file['acr_values'] === undefined && base !== undefined ? base.acr : textsOf(file['acr_values'], 'acr_values')
  const amr = file['amr'] === undefined && base !== undefined ? base.amr : textsOf(file['amr'], 'amr')
  const maxAgeSeconds = file['max_age_seconds'] ?? base?.maxAgeSeconds
  if (acr.length === 0) throw new FileError('acr_values: at least one')
  if (typeof maxAgeSeconds !== 'number' || !Number.isInteger(maxAgeSeconds) || maxAgeSeconds < 1 || maxAgeSeconds > MAX_AGE_SECONDS) {
    throw new FileError(`max_age_seconds: a whole number from 1 to ${MAX_AGE_SECONDS}`)
  }
  return { acr, amr, maxAgeSeconds }
}

function issuerOf(text: string): string {
  const url = URL.parse(text)
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url?.protocol !== 'https:' && !isLocal) throw new FileError('issuer: an https:// URL')
  return text
}

function secretOf(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new FileError('client_secret_file: cannot be read')
  }
  const secret = text.split('\n', 1)[0]?.trim() ?? ''
  if (secret === '') throw new FileError('client_secret_file: holds no secret')
  return secret
}

function textOf(file: Record<string, unknown>, key: string): string {
  const value = file[key]
  if (typeof value !== 'string' || value === '' || value.length > 1024) throw new FileError(`${key}: text is needed`)
  return value
}

function textsOf(value: unknown, key: string): string[] {
  if (!Array.isArray(value) || value.length > 32 || !value.every((each) => typeof each === 'string')) throw new FileError(`${key}: a list of texts is needed`)
  return value
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FileError(`${what}: members are needed`)
  return Object.fromEntries(Object.entries(value))
}
