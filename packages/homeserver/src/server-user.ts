// The server's own account: the sender of what the server itself tells people, and who keeps rooms without an admin.
export { serverUserIdOf } from '@chappe/policy'
