// Directories of organisations: the front door.
export type { DirectoryPerson, DirectorySources, DirectorySourcesDeps, PersonFault, PersonFilter, PersonWish } from './directories.ts'
export { createDirectorySources, PersonRefused } from './directories.ts'
export type { Scim, ScimPage } from './scim.ts'
export { openScim } from './scim.ts'
export type { LdapSettings } from './ldap.ts'
export { createLdapDirectory } from './ldap.ts'
export type { LdapSync } from './ldap-sync.ts'
export { startLdapSync } from './ldap-sync.ts'
