// Exposure reports as the contract has them.
import type { BodyOf, ResponseOf, createExposureReport, getExposureReport, listExposedFiles, listExposedPeople, listExposedRooms, listExposureReports } from '@chappe/contract'

/** A report in a list. */
export type ExposureRow = ResponseOf<typeof listExposureReports>['reports'][number]
/** A report with what it found. */
export type ExposureDetails = ResponseOf<typeof getExposureReport>
/** What it found beside its long lists. */
export type Findings = NonNullable<ExposureDetails['findings']>
/** Whom or what it is about. */
export type ExposureSubject = BodyOf<typeof createExposureReport>['subject']
/** A room, a person and a file of it. */
export type ExposedRoom = ResponseOf<typeof listExposedRooms>['rooms'][number]
export type ExposedPerson = ResponseOf<typeof listExposedPeople>['people'][number]
export type ExposedFile = ResponseOf<typeof listExposedFiles>['files'][number]
/** What became of something. */
export type ExposureClass = ExposedRoom['class']

/** The classes, the gravest first. */
export const CLASSES: readonly ExposureClass[] = ['delivered', 'unknown', 'keys_reachable', 'ciphertext_only', 'reachable']
