// Files as views see them: shown, saved, sent and gathered.
import type { Media } from '../../session/media/media.ts'
import type { FileBody } from '../../session/media/types.ts'
import type { Recorder } from '../../session/media/recorder.ts'
import type { Session } from '../../session/session.ts'
import type { ExportModel } from './export.ts'
import { createExport } from './export.ts'
import { messagesOf } from '../talk/message-source.ts'
import type { RoomFiles } from './room-files.ts'
import { createRoomFiles } from './room-files.ts'
import type { AllUploads, UploadsDeps } from './uploads.ts'
import { createUploads } from './uploads.ts'

/** The files of the account. */
export interface FilesModel extends Pick<Media, 'showPreview' | 'showWhole' | 'showAvatar' | 'read' | 'readPdf' | 'readOffice'> {
  readonly uploads: AllUploads
  /** Somebody has a document open, and these are its words: they are found from now on. */
  noteText(file: FileBody, text: string): void
  /** Somebody has saved a file: its words are found from now on. */
  noteBytes(file: FileBody, bytes: Blob): void
  /** Begins to record a voice; rejects where there is no microphone or it may not be used. */
  record(): Promise<Recorder>
  /** The files and links of a room. Undefined where there is no such room. Whoever opens it closes it. */
  openRoomFiles(roomId: string): RoomFiles | undefined
  /** The export of a room; as above. */
  openExport(roomId: string): ExportModel | undefined
}

/** Makes the model over a session. `confirm` asks whoever sends, where the room wants it. */
export function createFiles(session: Pick<Session, 'files' | 'connection' | 'findTalk'> & { search: Pick<Session['search'], 'takeFileText' | 'readFileText'> }, confirm: UploadsDeps['confirm']): FilesModel {
  const { files, connection, search } = session
  const noteBytes = ({ source, name }: Pick<FileBody, 'source' | 'name'>, bytes: Blob): void => {
    if (source !== undefined) void search.readFileText({ mxc: source.mxc, name }, bytes).catch(() => undefined)
  }
  const { showPreview, showWhole, showAvatar, read, readPdf, readOffice } = files.media
  return {
    showPreview,
    showWhole,
    showAvatar,
    read,
    readPdf,
    readOffice,
    noteText({ source, name }, text) {
      if (source !== undefined) void search.takeFileText({ mxc: source.mxc, name }, text).catch(() => undefined)
    },
    noteBytes,
    uploads: createUploads({ files, connection, confirm, noteSent: noteBytes }),
    record: files.record,
    openRoomFiles(roomId) {
      const talk = session.findTalk(roomId)
      return talk === undefined ? undefined : createRoomFiles(messagesOf(talk))
    },
    openExport(roomId) {
      const talk = session.findTalk(roomId)
      return talk === undefined ? undefined : createExport({ source: messagesOf(talk), read, declare: (wish) => files.declareExport(roomId, wish) })
    },
  }
}
