// What a sign-in leaves behind while it is under way, as the library wants it kept: hashed, bounded, gone after minutes.
import { hash } from 'node:crypto'
import type { Adapter, AdapterPayload, InteractionResults } from 'oidc-provider'
import { errors, Provider } from 'oidc-provider'
import type { Db } from '../../db/pool.ts'
import type { Admission } from '../accounts/accounts.ts'
import type { ClientMetadata } from './client-metadata.ts'
import { grantsOf, isAdmitted } from './client-metadata.ts'
import type { OAuthDeps } from './context.ts'
import { FIRST_PARTY_CLIENTS } from './first-party.ts'
import type { StoredArtifact, StoredConsent } from './oauth-store.ts'
import { consumeArtifact, deleteArtifact, findArtifact, findClient, holdArtifact, insertDecided, spendArtifact, takeArtifact, upsertArtifact } from './oauth-store.ts'
import { createRemembered } from './remembered.ts'

/** A browser that is away at another identity provider; ours, not the library's. */
const UPSTREAM = 'Upstream'
/** The kinds that are kept. Sessions are the pages', tokens are those of accounts, and consent is asked for each time. */
const INTERACTION = 'Interaction'
const CODE = 'AuthorizationCode'
const KEPT = new Set([INTERACTION, CODE, 'ReplayDetection'])
/** Stands for the value of an artifact within it; no value or parameter is written like this in JSON. */
const ITSELF = '\u001a'
const MAX_PAYLOAD_CHARS = 32 * 1024
const DEFAULT_LIFETIME_S = 600
/** What client ids are made of. */
const CLIENT_ID = /^[\w.-]{1,64}$/
/** Remembered at once. */
const MAX_CLIENTS = 1_000

/** Where artifacts are kept; also asked directly, where the library asks for too little. */
export interface Artifacts {
  adapter(kind: string): Adapter
  /** What a client registered, or one of our own is. */
  findMetadata(clientId: string): Promise<ClientMetadata | undefined>
  /** An authorization code as what lets a device in; throws `CodeReused` where it was spent before, `CodeGone` where there is none. */
  admissionOf(code: string): Admission
  /** A sign-in under way. Whoever asks has to have seen that it is in this very browser. */
  findInteraction(uid: string): Promise<Interaction | undefined>
  /**
   * Has the library go on with an interaction whose result is stored nowhere but in memory: it ends with what comes of it, and
   * a code that does is written in one with the consent, if the interaction is there still. `consent`: what was allowed;
   * nothing was otherwise.
   */
  withDecision(interaction: Interaction, decision: { result: InteractionResults; consent: StoredConsent | undefined }, goOn: () => Promise<void>): Promise<void>
  /** Remembers a browser that is sent to another identity provider, by what it brings back. */
  keepUpstream(state: string, away: Away): Promise<void>
  /** Takes what is remembered; nothing where it was taken before. */
  takeUpstream(state: string): Promise<Away | undefined>
}

/** A sign-in under way. */
export interface Interaction {
  uid: string
  /** What the application asked for. */
  params: Readonly<Record<string, unknown>>
  /** As the library has it. */
  payload: AdapterPayload
}

/** A code was spent before. */
export class CodeReused extends Error {}

/** There is no such code, or no longer. */
export class CodeGone extends Error {}

/** What is remembered of a browser that is away. */
export interface Away {
  idp: string
  verifier: string
  nonce: string
  /** Where it goes on. */
  path: string
  /** The account that the identity is to be linked with; 0: nobody's, it signs in. */
  linkWith: number
}

/** Opens the artifacts. */
export function openArtifacts({ db, clock, settings }: Pick<OAuthDeps, 'db' | 'clock' | 'settings'>): Artifacts {
  const { hasDeviceGrant } = settings
  const findMetadata = createClients(db, settings)
  const decisions = new Map<string, Decision>()
  const interactions = keep(INTERACTION, { db, clock, decisions })
  return {
    findMetadata,
    adapter(kind) {
      if (kind === 'Client') return { ...NOTHING, find: async (id) => clientOf(id, await findMetadata(id), hasDeviceGrant) }
      if (kind === INTERACTION) return interactions
      return KEPT.has(kind) ? keep(kind, { db, clock, decisions }) : NOTHING
    },
    async findInteraction(uid) {
      const payload = await interactions.find(uid)
      return payload ? { uid, params: isRecord(payload.params) ? payload.params : {}, payload } : undefined
    },
    async keepUpstream(state, away) {
      const expiresAtMs = clock.now() + DEFAULT_LIFETIME_S * 1000
      await upsertArtifact(db, { hash: hashOf(UPSTREAM, state), userId: null, payload: JSON.stringify(away), expiresAtMs })
    },
    async takeUpstream(state) {
      const hash = hashOf(UPSTREAM, state)
      const found = await findArtifact(db, hash, clock.now())
      return found !== undefined && (await consumeArtifact(db, hash)) ? awayOf(found.payload) : undefined
    },
    admissionOf(code) {
      const hash = hashOf(CODE, code)
      return {
        held: holdArtifact(hash),
        spent: spendArtifact(hash),
        async spend(tx) {
          const taken = await takeArtifact(tx, hash)
          if (taken === undefined) throw new CodeGone('the code is not known')
          if (taken.wasSpent) throw new CodeReused('the code was used before')
        },
      }
    },
    async withDecision({ uid, payload }, { result, consent }, goOn) {
      decisions.set(uid, { consent, payload: { ...payload, result } })
      try {
        await goOn()
      } finally {
        decisions.delete(uid)
      }
    },
  }
}

/** How a sign-in was decided, while what comes of it is made. */
interface Decision {
  consent: StoredConsent | undefined
  /** The interaction with its result. */
  payload: AdapterPayload
}

interface Keeping extends Pick<OAuthDeps, 'db' | 'clock'> {
  decisions: ReadonlyMap<string, Decision>
}

/** Keeps artifacts of one kind, in memory too where they are asked for again at once. */
function keep(kind: string, { db, clock, decisions }: Keeping): Adapter {
  const memory = kind === INTERACTION || kind === CODE ? createRemembered() : undefined
  return {
    ...NOTHING,
    async upsert(id, payload, expiresInS) {
      // The value itself is its holder's; it stands in addresses too.
      const text = JSON.stringify({ ...payload, jti: undefined }).replaceAll(id, ITSELF)
      if (text.length > MAX_PAYLOAD_CHARS) throw new RangeError('an artifact of a sign-in is too large')
      const expiresAtMs = clock.now() + (expiresInS ?? DEFAULT_LIFETIME_S) * 1000
      const artifact = { hash: hashOf(kind, id), userId: payload.accountId ?? null, payload: text, expiresAtMs }
      await (kind === CODE ? storeCode(db, decisions, artifact) : upsertArtifact(db, artifact))
      memory?.remember(id, artifact)
    },
    async find(id) {
      const decided = decisions.get(id)
      if (decided !== undefined) return decided.payload
      const found = await look(id)
      if (found === undefined) return undefined
      return { ...payloadOf(found.payload.replaceAll(ITSELF, id)), jti: id, ...(found.isConsumed ? { consumed: true } : {}) }
    },
    async consume(id) {
      await consumeArtifact(db, hashOf(kind, id))
    },
    async destroy(id) {
      memory?.forget(id)
      // What was allowed takes it along.
      if (decisions.get(id)?.consent === undefined) await deleteArtifact(db, hashOf(kind, id))
    },
  }

  async function look(id: string): Promise<{ payload: string; isConsumed: boolean } | undefined> {
    return memory?.find(id, clock.now()) ?? findArtifact(db, hashOf(kind, id), clock.now())
  }
}

/** A code comes of an interaction that was decided, once. */
async function storeCode(db: Db, decisions: Keeping['decisions'], code: StoredArtifact): Promise<void> {
  const uid = Provider.ctx?.oidc.entities.Interaction?.uid ?? ''
  const consent = decisions.get(uid)?.consent
  if (consent === undefined) throw new Error('a code was to be made of what nobody has allowed')
  if (!(await insertDecided(db, { consent, code, interaction: hashOf(INTERACTION, uid) }))) throw new errors.SessionNotFound('this sign-in is over')
}

/**
 * Clients as they registered, which never changes; those that were asked for last are remembered. Who registered before the
 * operator said who may, is not known any more.
 */
function createClients(db: Db, { publicUrl, clients }: OAuthDeps['settings']): Artifacts['findMetadata'] {
  const remembered = new Map<string, ClientMetadata>()
  return async (clientId) => {
    const known = remembered.get(clientId) ?? FIRST_PARTY_CLIENTS.get(clientId)?.(publicUrl)
    if (known !== undefined || !CLIENT_ID.test(clientId)) return known
    const found = await findClient(db, clientId)
    const metadata = found === undefined ? undefined : metadataOf(found.metadata)
    if (metadata === undefined || !isAdmitted(metadata, clients)) return undefined
    // A map keeps the order of insertion: the first is the oldest.
    const oldest = remembered.size >= MAX_CLIENTS ? remembered.keys().next().value : undefined
    if (oldest !== undefined) remembered.delete(oldest)
    remembered.set(clientId, metadata)
    return metadata
  }
}

const nothing = async (): Promise<undefined> => undefined
const NOTHING: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUserCode: nothing,
  findByUid: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
}

/** A client as the library wants it: public, with codes and refresh tokens, and nothing else it could do. */
function clientOf(clientId: string, metadata: ClientMetadata | undefined, hasDeviceGrant: boolean): AdapterPayload | undefined {
  if (metadata === undefined) return undefined
  return {
    client_id: clientId,
    redirect_uris: metadata.redirect_uris,
    application_type: metadata.application_type,
    client_uri: metadata.client_uri,
    grant_types: grantsOf(metadata, hasDeviceGrant),
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    id_token_signed_response_alg: 'ES256',
    dpop_bound_access_tokens: metadata.dpop_bound_access_tokens ?? false,
  }
}

function hashOf(kind: string, id: string): Buffer {
  return hash('sha256', `${kind} ${id}`, 'buffer')
}

/** What we wrote ourselves is as it was. */
function metadataOf(text: string): ClientMetadata | undefined {
  const value = read(text)
  return isMetadata(value) ? value : undefined
}

function payloadOf(text: string): AdapterPayload {
  const value = read(text)
  return isPayload(value) ? value : {}
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isMetadata(value: unknown): value is ClientMetadata {
  return typeof value === 'object' && value !== null && 'redirect_uris' in value && 'client_uri' in value
}

function awayOf(text: string): Away | undefined {
  const value = read(text)
  return isAway(value) ? value : undefined
}

function isAway(value: unknown): value is Away {
  return typeof value === 'object' && value !== null && 'verifier' in value && 'linkWith' in value
}

function isPayload(value: unknown): value is AdapterPayload {
  return isRecord(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
