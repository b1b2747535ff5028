// The format of the read ledger.
export type { LedgerKind, LedgerRow } from './row.ts'
export { isLedgerRow, LEDGER_KINDS, numbersOf } from './row.ts'
export type { Utf8 } from './block.ts'
export { decodeBlock, encodeBlock } from './block.ts'
export { LedgerFormatError } from './bytes.ts'
export type { Checkpoint } from './checkpoint.ts'
export { parseCheckpoint, printCheckpoint } from './checkpoint.ts'
export { hashRow, leafOfRow, saltOfRow } from './leaf.ts'
export type { Confirmed, Note, NoteSignature, NoteVerifier } from './note.ts'
export { confirmNote, cosignedMessage, keyHashOf, makeVerifier, packCosignature, parseNote, parseSignature, parseVerifier, printNote, printSignature, printVerifier } from './note.ts'
export type { Base64, Platform } from './platform.ts'
export type { Tile } from './tiles.ts'
export { hashesOfLevel, pathOfTile, placeOfNode, TILE_LEVELS, TILE_WIDTH } from './tiles.ts'
export type { ProofPart, ProvenLeaf, Sha256, TreeHead, TreeNode } from './tree.ts'
export { foldNodes, hashLeaf, hashNode, isConsistent, isSame, nodesOfTree, planConsistency, planInclusion, rootOfProof } from './tree.ts'
export type { Act, ActRow, ActSource } from './act.ts'
export { ACT_SOURCES, assertActs, isRowOfAct, rowOfAct, subjectOfAct } from './act.ts'
export type { Evidence, EvidenceRow, Shown, Trust } from './evidence.ts'
export { checkEvidence, EVIDENCE_FORMAT, readHead } from './evidence.ts'
export type { GrowingTree, TileUpdate } from './growing-tree.ts'
export { edgeOf, foldFull, growTree, splitHashes } from './growing-tree.ts'
export type { WitnessAnswer, WitnessState } from './witness.ts'
export { answerCheckpoint } from './witness.ts'
export type {
  ExposedEvents,
  ExposedFile,
  ExposedPerson,
  ExposedRoom,
  ExposedSession,
  ExposureClass,
  ExposureLedger,
  ExposureReport,
  ExposureSlice,
  ExposureSubject,
  ExposureSummary,
  ExposureTotals,
  OtherAccount,
  ReachablePeople,
  ReachAssumption,
} from './exposure/report.ts'
export { EXPOSURE_CLASSES, EXPOSURE_FORMAT, REACH_ASSUMPTIONS } from './exposure/report.ts'
export { NumberSet } from './exposure/number-set.ts'
export type { FileTally, KeyTally, MinuteTally, RoomTally, SessionTally, Tally, Times } from './exposure/tally.ts'
export { addKeysOnly, addRow, createTally, sessionKeyOf, spread } from './exposure/tally.ts'
export type { Delivered } from './exposure/classify.ts'
export { areKeysReachable, classOfPerson, classOfRoom, eventsByClass, shareOf } from './exposure/classify.ts'
export type { ZipEntry } from './zip.ts'
export { readZip, zipHeader, zipTrailer } from './zip.ts'
export type { ArchivePlatform, Manifest, ManifestFile, ShownReport } from './exposure/archive.ts'
export { ARCHIVE_FORMAT, checkArchive, EVIDENCE, MANIFEST, printManifestNote, REPORT, SIGNATURE } from './exposure/archive.ts'
export { checkReport } from './exposure/check-report.ts'
export { parseNetwork } from './exposure/network.ts'
export type { Coverage, Covering, LeakTarget } from './exposure/coverage.ts'
export { createCoverage } from './exposure/coverage.ts'
export { sliceTimeline } from './exposure/timeline.ts'
