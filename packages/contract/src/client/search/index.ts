// Endpoints of this area.
export { searchUserDirectory } from './search-user-directory.ts'
