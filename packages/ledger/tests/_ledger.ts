// A ledger in memory, for tests: Alice's ministry keeps it, an auditor elsewhere is its witness.
import type { Evidence, LedgerRow, NoteVerifier, TileUpdate, TreeHead } from '../src/index.ts'
import {
  EVIDENCE_FORMAT,
  foldFull,
  foldNodes,
  growTree,
  hashRow,
  makeVerifier,
  placeOfNode,
  planConsistency,
  planInclusion,
  printCheckpoint,
  printNote,
  saltOfRow,
  splitHashes,
} from '../src/index.ts'
import { makeSigner, platform } from './_platform.ts'

export const ministry = makeSigner()
export const auditor = makeSigner()
export const ledgerKey = makeVerifier(platform, { name: 'chat.example.org/ledger', kind: 'ed25519', publicKey: ministry.publicKey })
export const witnessKey = makeVerifier(platform, { name: 'audit.example.net/witness', kind: 'cosignature', publicKey: auditor.publicKey })
const { base64 } = platform

export const rowAt = (index: number): LedgerRow => ({ at: 1_800_000_000_000 + index, operation: 'sync', kind: 'events', account: index % 7, device: 1, room: 3, from: index, to: index + 2, count: 3, bytes: 900, subject: '', address: index % 3 === 0 ? '' : '203.0.113.7' })

/** A ledger in memory: rows with their salts, the tree over them, and what it signs. */
export class MemoryLedger {
  readonly rows: { row: LedgerRow; salt: Uint8Array }[] = []
  private readonly tree = growTree(platform.sha256, 0, [])
  private readonly tiles = new Map<string, TileUpdate>()
  private readonly key: NoteVerifier
  constructor(count: number, key = ledgerKey) {
    this.key = key
    this.grow(count)
  }
  grow(count: number): void {
    this.add(Array.from({ length: count }, (_, at) => rowAt(this.rows.length + at)))
  }
  add(rows: readonly LedgerRow[]): void {
    const added = rows.map((row, at) => ({ row, salt: saltOfRow(platform, Uint8Array.of(9), at) }))
    this.rows.push(...added)
    for (const tile of this.tree.append(added.map(({ row, salt }) => hashRow(platform, row, salt)))) this.tiles.set(`${tile.level}/${tile.index}`, tile)
  }
  head(): TreeHead {
    return { size: this.tree.size, root: this.tree.root() }
  }
  sign(): string {
    const text = printCheckpoint(platform, { origin: this.key.name, ...this.head() })
    return printNote(platform, { text, signatures: [{ name: this.key.name, keyHash: this.key.keyHash, bytes: ministry.sign(platform.utf8.encode(text)) }] })
  }
  private hashes(parts: ReturnType<typeof planInclusion>): string[] {
    return parts.map((part) =>
      base64.encode(
        foldNodes(platform.sha256, part.map((node) => {
          const { tile, from, count } = placeOfNode(node)
          return foldFull(platform.sha256, splitHashes(this.tiles.get(`${tile.level}/${tile.index}`)?.hashes ?? new Uint8Array()).slice(from, from + count))
        })),
      ),
    )
  }
  growth(earlier: number): string[] {
    return earlier === 0 || earlier === this.tree.size ? [] : this.hashes(planConsistency(earlier, this.tree.size))
  }
  prove(account: number, earlier: readonly { note: string; size: number }[] = []): Evidence {
    const rows = this.rows.flatMap(({ row, salt }, leaf) => (row.account === account ? [{ leaf, salt: base64.encode(salt), ...row }] : []))
    return {
      format: EVIDENCE_FORMAT,
      checkpoint: this.sign(),
      rows,
      proof: this.hashes(planInclusion(this.tree.size, rows.map(({ leaf }) => leaf))),
      earlier: earlier.map(({ note, size }) => ({ checkpoint: note, proof: this.growth(size) })),
    }
  }
}
