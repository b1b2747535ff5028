// The files of an account, and the way of a file into a room.
import { declareExport, finishExport } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { EventType } from 'matrix-js-sdk'
import { recordOf } from '../own-api.ts'
import { NotTouched, touchPasskey } from '../keys/touch.ts'
import { openDecoder } from './decoder.ts'
import type { KeptFiles } from './kept-files.ts'
import type { Media } from './media.ts'
import type { Prepared } from './prepare.ts'
import { prepareFile } from './prepare.ts'
import type { Recorder } from './recorder.ts'
import { record } from './recorder.ts'
import type { Outgoing, Sending } from './sending.ts'
import { createSending } from './sending.ts'
import type { Destination } from './types.ts'

export type { Destination } from './types.ts'

/** The files of an account, and their ways. */
export interface Files {
  readonly media: Media
  /** What is to be sent, over reloads. */
  readonly kept: KeptFiles
  prepare(file: Blob): Promise<Prepared>
  /** Begins to send into a room: encrypted where the room is. */
  begin(outgoing: Outgoing, to: Destination): Sending
  /** Sends the message of a file that is uploaded; once for each transaction. */
  send(content: Record<string, unknown>, to: Destination, txnId: string): Promise<void>
  /** Begins to record. Rejects where there is no microphone or it may not be used. */
  record(): Promise<Recorder>
  /**
   * Asks whoever is there for a touch of a passkey, where the account has one, and has the server put the export on record.
   * Gives back what says how much it was, once that is known. Rejects where no touch comes, and where the server refuses.
   */
  declareExport(roomId: string, wish: DeclaredExport): Promise<(taken: Taken) => Promise<void>>
}

/** What of a room is taken along. */
export interface DeclaredExport {
  format: 'html' | 'text' | 'json'
  withFiles: boolean
  /** Undefined: from the beginning; until now. */
  fromMs: number | undefined
  toMs: number | undefined
}

/** How much was taken along: of the archive, the bytes. */
export interface Taken {
  messages: number
  files: number
  bytes: number
}

/** Opens the files of a client. */
export function openFiles(client: MatrixClient, { signedIn, media, keptFiles: kept }: { signedIn: SignedIn; media: Media; keptFiles: KeptFiles }): Files {
  const decoder = openDecoder()
  return {
    media,
    kept,
    prepare: (file) => prepareFile(file, decoder),
    begin: (outgoing, { roomId }) => createSending(signedIn, outgoing, client.getRoom(roomId)?.hasEncryptionStateEvent() ?? true),
    async send(content, { roomId, threadId }, txnId) {
      // The page was closed in between: it waits with what else was written, and goes from there.
      if (client.getRoom(roomId)?.getPendingEvents().some((event) => event.getTxnId() === txnId) === true) return
      // The content is made here, by the shape that the specification gives it.
      await client.sendEvent(roomId, threadId ?? null, EventType.RoomMessage, content as never, txnId)
    },
    record,
    async declareExport(roomId, { format, withFiles, fromMs, toMs }) {
      await touch(signedIn)
      const body = { format, with_files: withFiles, ...(fromMs === undefined ? {} : { from_ms: Math.max(fromMs, 0) }), ...(toMs === undefined ? {} : { to_ms: Math.max(toMs, 0) }) }
      const path = declareExport.path.replace('{roomId}', encodeURIComponent(roomId))
      const exportId = String(recordOf(await signedIn.call({ method: declareExport.method, path, body }))['export_id'])
      return async (taken) => void (await signedIn.call({ method: finishExport.method, path: `${path}/${encodeURIComponent(exportId)}`, body: taken }))
    },
  }
}

async function touch(signedIn: SignedIn): Promise<void> {
  try {
    await touchPasskey(signedIn)
  } catch (error) {
    if (!(error instanceof NotTouched) || error.hasPasskey) throw error
  }
}
