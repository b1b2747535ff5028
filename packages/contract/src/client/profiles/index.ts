// Endpoints of this area.
export { deleteProfileField } from './delete-profile-field.ts'
export { getProfileField } from './get-profile-field.ts'
export { getUserProfile } from './get-user-profile.ts'
export { listAway } from './list-away.ts'
export { setProfileField } from './set-profile-field.ts'
