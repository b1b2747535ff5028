// For tests: rooms with people in them and real hashes.
export { people, testRoom, type TestRoom, type TestRoomOptions, type RoomEventInput } from './room.ts'
