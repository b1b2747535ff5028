// Coming in: mails that are confirmed, invitations.
export { confirmMail } from './confirm-mail.ts'
export { showMailConfirmation } from './show-mail-confirmation.ts'
