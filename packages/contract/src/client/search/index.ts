// Endpoints of this area.
export { search } from './search.ts'
export { searchUserDirectory } from './search-user-directory.ts'
