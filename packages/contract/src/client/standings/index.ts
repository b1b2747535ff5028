// Endpoints of this area.
export { getOwnStanding } from './get-own-standing.ts'
export { listOrganisationNames } from './list-organisation-names.ts'
export { listRoomPeople } from './list-room-people.ts'
