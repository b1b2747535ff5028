// One archive of many files, put together piece by piece so that no more than a piece is in memory twice.
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** An archive that is being put together. */
export interface Archive {
  add(path: string, bytes: Blob): Promise<void>
  /** The whole of it; nothing may be added after. */
  end(): Blob
}

const PIECE_BYTES = 1024 * 1024
/** What is packed: texts. Pictures and films are packed as they are. */
const SHRINKS = /\.(?:html|txt|json)$/

/** Begins an archive. */
export function createArchive(): Archive {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let problem: Error | undefined
  const zip = new Zip((error, piece) => {
    if (error !== null) problem = error
    else pieces.push(new Uint8Array(piece))
  })
  return {
    async add(path, bytes) {
      const file = SHRINKS.test(path) ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path)
      zip.add(file)
      for (let at = 0; at < bytes.size; at += PIECE_BYTES) {
        file.push(new Uint8Array(await bytes.slice(at, at + PIECE_BYTES).arrayBuffer()))
        if (problem !== undefined) throw problem
      }
      file.push(new Uint8Array(), true)
    },
    end() {
      zip.end()
      if (problem !== undefined) throw problem
      return new Blob(pieces, { type: 'application/zip' })
    },
  }
}
