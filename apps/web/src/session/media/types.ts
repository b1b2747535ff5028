// Files in messages, as plain values: where their bytes are, and what a message says about them.

/** How a file of an encrypted room becomes readable. https://spec.matrix.org/v1.19/client-server-api/#extensions-to-mroommessage-msgtypes */
export interface FileKey {
  /** The 256 bits, base64url. */
  k: string
  /** The first counter block, base64. */
  iv: string
  /** Of what the server has, base64. */
  sha256: string
}

/** Where the bytes of a file are. */
export interface MediaSource {
  /** A well-formed `mxc:` address. */
  mxc: string
  /** Where the server has it encrypted. */
  key: FileKey | undefined
}

/** Where a file goes. */
export interface Destination {
  roomId: string
  /** The first message of the thread that it belongs to. */
  threadId?: string | undefined
}

/** What a file is shown as. */
export type MediaKind = 'image' | 'video' | 'audio' | 'file'

/** A smaller picture of a file. */
export interface Preview {
  source: MediaSource
  bytes: number | undefined
}

/** What a message with a file says. All of it is the sender's word: the bytes are looked at before they are shown. */
export interface FileBody {
  kind: 'file'
  media: MediaKind
  /** Without what makes a name read otherwise than it is. */
  name: string
  bytes: number | undefined
  type: string
  /** Undefined where the message has no address that one could fetch from. */
  source: MediaSource | undefined
  preview: Preview | undefined
  /** In pixels, for images and videos. */
  width: number | undefined
  height: number | undefined
  durationMs: number | undefined
  /** A blur of the picture in some twenty characters. https://blurha.sh */
  blurhash: string | undefined
  isVoice: boolean
  /** How loud it is from begin to end, each from 0 to 1. */
  waveform: readonly number[]
  /** What the sender wrote along with it. */
  caption: string | undefined
  /** The same with its looks. */
  captionHtml?: string
  /** Groups that it names. */
  groups?: readonly { name: string; userIds: readonly string[] }[]
}

/** Why a file cannot be had. */
export type MediaFailure = 'gone' | 'notYet' | 'altered' | 'unsafe' | 'tooLarge' | 'signedOut' | 'unreachable'

/** Bytes that were asked for and cannot be given. */
export class MediaError extends Error {
  readonly why: MediaFailure

  constructor(why: MediaFailure) {
    super(why)
    this.why = why
  }
}
