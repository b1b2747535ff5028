// Account and room rules: data in, decision out.
export type { Reach, Standing, Telling, WayIn } from './account-standing.ts'
export {
  isKeyed,
  isPushed,
  isVisible,
  mayCall,
  maySignIn,
  reachOf,
  statesThatAre,
  tellingOf,
  WAYS_IN,
} from './account-standing.ts'
export type { AccountAct, Actor, Transition, TransitionCheck } from './account-transitions.ts'
export { ACCOUNT_ACTS, ACCOUNT_TRANSITIONS, ACTORS, checkTransition, stateAfter } from './account-transitions.ts'
export type { AccountTypePolicy } from './account-type.ts'
export { accountTypeMay, accountTypePolicyOf } from './account-type.ts'
export type { AccountState, AccountType, EnrolledType, Enrolment, Role } from './account.ts'
export { ACCOUNT_STATES, ROLES } from './account.ts'
export type { MailAddress } from './address.ts'
export { isTagged, parseAddress, parseDomain } from './address.ts'
export { adminMay } from './admin-operations.ts'
export { mayWhileLocked } from './calls.ts'
export type { DeskScope } from './desk.ts'
export { CONTAINED_ALONE_MAX, deskScopeOf } from './desk.ts'
export type { Job, JobViewer } from './job.ts'
export { isSameJob, JOB_CHARS_MAX, jobPartsFor, NO_JOB, tidiedJob } from './job.ts'
export type { Letter } from './letter.ts'
export { LETTER, letterContent } from './letter.ts'
export type { NameFault } from './person-name.ts'
export { checkPersonName, displayNameOf, foldName, isReservedName, personNameOf } from './person-name.ts'
export { isSecretType, mayOnProbation, PROBATION_FILES_MAX, PROBATION_HISTORY_MS } from './probation.ts'
export type { Profile, ProfilePolicy } from './profile.ts'
export { policyOf } from './profile.ts'
export { isOwnServer, serverUserIdOf } from './server-account.ts'
export type { SignInDays } from './sign-in.ts'
export { signInDaysOf } from './sign-in.ts'
export { AUDIENCE, audienceOf, isInAudience } from './room/audience.ts'
export { DIRECT } from './room/direct.ts'
export { admitsExternals, EXTERNALS } from './room/externals.ts'
export type { ForumDeclaration } from './room/forum.ts'
export { FORUM, forumClosesAtMs, forumDeclarationOf } from './room/forum.ts'
export { isKept, joinedAdmins, OWNERSHIP } from './room/ownership.ts'
export type { RetentionRule, RetentionRules } from './room/retention.ts'
export { RETENTION, retentionOf, retentionRulesOf } from './room/retention.ts'
export type { RoomPolicy } from './room/rules.ts'
export { checkContent, checkNewRoom, checkRoomEvent } from './room/rules.ts'
export type { PersonFacts, RoomEvent, RoomView, Violation, ViolationCode } from './room/view.ts'
export { ADMIN_LEVEL, adminsOf, EXERCISE } from './room/view.ts'
