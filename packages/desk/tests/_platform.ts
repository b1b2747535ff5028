// What checking an archive takes from Node.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ArchivePlatform, ZipEntry } from '@chappe/ledger'
import { zipHeader, zipTrailer } from '@chappe/ledger'

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export const platform: ArchivePlatform = {
  sha256: (...parts) => parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest(),
  utf8: { encode: (text) => new TextEncoder().encode(text), decode: (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) },
  base64: {
    encode: (bytes) => Buffer.from(bytes).toString('base64'),
    decode(text) {
      const bytes = Buffer.from(text, 'base64')
      return bytes.toString('base64') === text ? bytes : undefined
    },
  },
  verify(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    return verify(null, message, createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' }), signature)
  },
  inflate: (bytes, sizeMax) => inflateRawSync(bytes, { maxOutputLength: Math.max(1, sizeMax) }),
  crc32: (bytes) => crc32(bytes),
}

/** A file of an archive. */
export function packed(name: string, bytes: Buffer, isPacked: boolean): ZipEntry {
  return { name, isPacked, packed: isPacked ? deflateRawSync(bytes) : bytes, size: bytes.length, crc32: crc32(bytes) }
}

/** An archive of files. */
export function archiveOf(entries: readonly ZipEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap((entry) => [zipHeader(entry), entry.packed]), zipTrailer(entries)])
}
