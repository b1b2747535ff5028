// Makes a file ready to be sent: what its bytes are, without what they carry along, with its size and a smaller picture.
import type { Sniffed } from './sniff.ts'
import { isModest, sniff, SNIFF_BYTES } from './sniff.ts'
import { stripMetadata } from './strip.ts'
import type { MediaKind } from './types.ts'

/** A smaller picture, as bytes. */
export interface PreparedPreview {
  bytes: Blob
  width: number
  height: number
}

/** A file that is ready to be sent. */
export interface Prepared {
  bytes: Blob
  media: MediaKind
  type: string
  width?: number | undefined
  height?: number | undefined
  durationMs?: number | undefined
  preview?: PreparedPreview | undefined
  blurhash?: string | undefined
  /** Whether places, moments and names may still be in it, as nothing here can take them out. */
  keepsMetadata: boolean
}

/** What needs a browser: decoding. */
export interface Decoder {
  /** Undefined where the picture cannot be decoded. */
  picture(bytes: Blob): Promise<DecodedPicture | undefined>
  /** The picture anew, without anything else; undefined where it cannot be decoded. */
  redraw(bytes: Blob): Promise<Blob | undefined>
  /** A frame of a film and how long it is. */
  film(bytes: Blob): Promise<(DecodedPicture & { durationMs: number }) | undefined>
}

/** What is seen of a picture when it is decoded. */
export interface DecodedPicture {
  width: number
  height: number
  preview: PreparedPreview | undefined
  blurhash: string
}

/** Makes a file ready. */
export async function prepareFile(file: Blob, decoder: Decoder): Promise<Prepared> {
  const head = new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer())
  const found = sniff(head) ?? (isHeif(head) ? HEIF : undefined)
  if (found === undefined || found.kind === 'pdf') return { bytes: file, media: 'file', type: found?.type ?? plainType(file.type), keepsMetadata: false }
  if (found.kind === 'image') return prepareImage(file, found, decoder)
  const bytes = await withoutMetadata(file, found)
  const kept: Prepared = { bytes: bytes ?? file, media: found.kind, type: found.type, keepsMetadata: bytes === undefined && KNOWN_TO_TELL.test(found.type) }
  if (found.kind === 'audio') return kept
  const film = await decoder.film(kept.bytes)
  return film === undefined ? { ...kept, media: 'file' } : { ...kept, ...film }
}

async function prepareImage(file: Blob, found: Sniffed, decoder: Decoder): Promise<Prepared> {
  const asFile: Prepared = { bytes: file, media: 'file', type: found.type, keepsMetadata: true }
  if (found !== HEIF && !isModest(found)) return asFile
  const bytes = (await withoutMetadata(file, found)) ?? (await decoder.redraw(file))
  const picture = bytes === undefined ? undefined : await decoder.picture(bytes)
  if (bytes === undefined || picture === undefined) return asFile
  return { bytes, media: 'image', type: bytes.type, keepsMetadata: false, ...picture }
}

/** Larger films are sent as they are rather than held in memory twice. */
const STRIPPED_BYTES_MAX = 500 * 1024 * 1024
/** Kinds of films and sounds that say where they were made. */
const KNOWN_TO_TELL = /^(?:video\/|audio\/mp4|audio\/mpeg)/

async function withoutMetadata(file: Blob, found: Sniffed): Promise<Blob | undefined> {
  if (found === HEIF || file.size > STRIPPED_BYTES_MAX) return undefined
  const bytes = stripMetadata(new Uint8Array(await file.arrayBuffer()), found)
  return bytes === undefined ? undefined : new Blob([bytes], { type: found.type })
}

/** As telephones take photographs: some browsers decode it, none shows what others sent. */
const HEIF: Sniffed = { kind: 'image', type: 'image/heif' }

function isHeif(head: Uint8Array): boolean {
  return /^ftyp(?:heic|heix|hevc|mif1|msf1)/.test(String.fromCharCode(...head.subarray(4, 12)))
}

/** The type that the system names, where it is one that may be written into a message. */
function plainType(type: string): string {
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : 'application/octet-stream'
}
