// SCIM 2.0, by which directories of organisations say who works there.
export { scimCreateUser } from './scim-create-user.ts'
export { scimDeleteUser } from './scim-delete-user.ts'
export { scimGetUser } from './scim-get-user.ts'
export { scimListUsers } from './scim-list-users.ts'
export { scimPatchUser } from './scim-patch-user.ts'
export { scimReplaceUser } from './scim-replace-user.ts'
export { scimServiceProviderConfig } from './scim-service-provider-config.ts'
