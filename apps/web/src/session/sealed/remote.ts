// The way of what is sealed to the server and back, and the key: that of the backup of message keys, as soon as this device has it.
import { getAccountData, setSealed } from '@chappe/contract'
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { ClientEvent, MatrixError, Method } from 'matrix-js-sdk'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { KeyState } from '../keys/key-state.ts'
import type { Connection } from '../types.ts'
import type { Remote } from './own-list.ts'
import type { Envelope, SealKey } from './seal.ts'
import { deriveSealKey, parseEnvelope } from './seal.ts'

const PREFIX = 'org.chappe.sealed.'

/** What it is made with. */
export interface RemoteParts {
  client: MatrixClient
  /** Where it stands with the keys of the account: only who has those of the backup there is now stores anything. */
  keys: Live<KeyState>
  connection: Live<Connection>
}

/** Opens it. */
export function openRemote({ client, keys, connection }: RemoteParts): { remote: Remote; stop(): void } {
  const key = createStore<SealKey | undefined>(() => undefined)
  const ready = (): boolean => key.getState() !== undefined && keys.getState().kind === 'ready' && connection.getState() === 'online'
  const isReady = createStore<boolean>(ready)
  const look = (): void => isReady.setState(ready(), true)
  const ends = [keys.subscribe(() => void findKey(client, key).then(look)), connection.subscribe(look), key.subscribe(look)]
  void findKey(client, key)
  const userId = client.getSafeUserId()
  return {
    remote: {
      userId,
      key,
      isReady,
      follow: (name, listener) => follow(client, name, listener),
      fetch: (name) => fetchEnvelope(client, fill(getAccountData.path, { userId, type: `${PREFIX}${name}` })),
      put: (name, envelope) => put(client, fill(setSealed.path, { name }), envelope),
    },
    stop() {
      for (const end of ends) end()
    },
  }
}

/** Takes the key, where this device has another one than before. */
async function findKey(client: MatrixClient, key: StoreApi<SealKey | undefined>): Promise<void> {
  const found = await client.getCrypto()?.getSessionBackupPrivateKey().catch(() => null)
  if (found === null || found === undefined) return
  const derived = await deriveSealKey(found)
  if (derived.id !== key.getState()?.id) key.setState(derived, true)
}

function follow(client: MatrixClient, name: string, listener: (envelope: Envelope | undefined) => void): () => void {
  const type = `${PREFIX}${name}`
  const tell = (event: MatrixEvent): void => {
    if (event.getType() === type) listener(parseEnvelope(event.getContent()))
  }
  client.on(ClientEvent.AccountData, tell)
  // The SDK knows the types of the specification only.
  listener(parseEnvelope(client.getAccountData(type as never)?.getContent()))
  return () => void client.off(ClientEvent.AccountData, tell)
}

async function fetchEnvelope(client: MatrixClient, path: string): Promise<Envelope | undefined> {
  try {
    return parseEnvelope(await client.http.authedRequest(Method.Get, path, undefined, undefined, { prefix: '' }))
  } catch (error) {
    if (error instanceof MatrixError && error.httpStatus === 404) return undefined
    throw error
  }
}

async function put(client: MatrixClient, path: string, { version, key, iv, sealed }: Envelope): Promise<'stored' | 'conflict'> {
  try {
    await client.http.authedRequest(Method.Put, path, undefined, { version: version - 1, key, iv, sealed }, { prefix: '' })
    return 'stored'
  } catch (error) {
    if (error instanceof MatrixError && error.httpStatus === 409) return 'conflict'
    throw error
  }
}

function fill(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}
