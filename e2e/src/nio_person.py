"""Somebody who uses matrix-nio, a client of nobody's here: it signs up, makes an open room, and reads what comes.

Speaks lines: prints what it did as JSON, reads what to do next from its input.
"""
import asyncio
import json
import sys

from nio import AsyncClient, JoinedRoomsResponse, LoginResponse, RegisterResponse, RoomCreateResponse
from nio import RoomMessagesResponse, RoomMessageText, RoomPreset, RoomSendResponse, SyncResponse


def tell(**what):
    print(json.dumps(what), flush=True)


def expect(answer, kind):
    if not isinstance(answer, kind):
        raise SystemExit(f"expected {kind.__name__}, got {answer}")
    return answer


def bodies(sync, room_id):
    room = sync.rooms.join.get(room_id)
    events = [] if room is None else room.timeline.events
    return [[event.sender, event.body] for event in events if isinstance(event, RoomMessageText)]


async def main(url, name, password):
    client = AsyncClient(url, name)
    expect(await client.register(name, password, device_name="nio"), RegisterResponse)
    first = expect(await client.sync(timeout=0, full_state=True), SyncResponse)
    made = expect(await client.room_create(name="Nio's", preset=RoomPreset.public_chat), RoomCreateResponse)
    content = {"msgtype": "m.text", "body": "Hello from nio"}
    sent = expect(await client.room_send(made.room_id, "m.room.message", content), RoomSendResponse)
    tell(user=client.user_id, room=made.room_id, sent=sent.event_id, since=first.next_batch)

    # A second device of the same person, by password.
    other = AsyncClient(url, client.user_id)
    expect(await other.login(password, device_name="nio again"), LoginResponse)
    joined = expect(await other.joined_rooms(), JoinedRoomsResponse)
    seen = bodies(expect(await other.sync(timeout=0), SyncResponse), made.room_id)
    tell(user=other.user_id, device=other.device_id, rooms=joined.rooms, seen=seen)

    # Waits for what somebody else's client says.
    heard = []
    for _ in range(20):
        heard += bodies(expect(await client.sync(timeout=3000), SyncResponse), made.room_id)
        if any(body == "Hello nio" for _, body in heard):
            break
    page = expect(await client.room_messages(made.room_id, start=client.next_batch, limit=5), RoomMessagesResponse)
    paged = [event.body for event in page.chunk if isinstance(event, RoomMessageText)]
    tell(heard=heard, paged=paged)
    await client.close()
    await other.close()


asyncio.run(main(*sys.argv[1:4]))
