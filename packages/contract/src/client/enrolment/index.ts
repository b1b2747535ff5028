// Coming in: mails that are confirmed, invitations, going on.
export { confirmMail } from './confirm-mail.ts'
export { extendInvitation } from './extend-invitation.ts'
export { getAccountValidity } from './get-account-validity.ts'
export { inviteExternal } from './invite-external.ts'
export { listInvitations } from './list-invitations.ts'
export { requestRenewal } from './request-renewal.ts'
export { revokeInvitation } from './revoke-invitation.ts'
export { showMailConfirmation } from './show-mail-confirmation.ts'
