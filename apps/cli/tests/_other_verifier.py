"""Looks at evidence of the ledger without any of the code that made it: Python's hashlib, and openssl for signatures.

usage: _other_verifier.py EVIDENCE LEDGER_KEY [WITNESS_KEY ...]     prints "proven N" and ends with 0, or ends with 1
"""
import base64, hashlib, json, os, subprocess, sys, tempfile

KINDS = ["events", "media", "people", "keys"]


def wrong(why):
    print(why, file=sys.stderr)
    sys.exit(1)


def varint(value):
    out = b""
    while value >= 128:
        out += bytes([value % 128 | 128])
        value //= 128
    return out + bytes([value])


def text(value):
    return varint(len(value.encode())) + value.encode()


def leaf(row):
    numbers = b"".join(varint(row[name]) for name in ("account", "device", "room", "from", "to", "count", "bytes"))
    address, steps = row["address"], row.get("steps", [])
    body = bytes([3 if steps else 2 if address else 1]) + base64.b64decode(row["salt"]) + varint(row["at"]) + text(row["operation"])
    body += bytes([KINDS.index(row["kind"])]) + numbers + text(row["subject"])
    body += text(address) if address or steps else b""
    body += varint(len(steps)) + b"".join(map(varint, steps)) if steps else b""
    return hashlib.sha256(b"\0" + body).digest()


def root(size, leaves, proof):
    """The head of the tree, by the rows that are known and the hashes of all others from left to right."""
    proof = iter(proof)

    def walk(start, end):
        inside = [index for index in leaves if start <= index < end]
        if not inside:
            return base64.b64decode(next(proof))
        if end - start == 1:
            return leaves[start]
        split = 1
        while split * 2 < end - start:
            split *= 2
        left = walk(start, start + split)
        return hashlib.sha256(b"\1" + left + walk(start + split, end)).digest()

    head = walk(0, size)
    if next(proof, None) is not None:
        wrong("more hashes than the proof needs")
    return head


def signed(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        contents = [bytes.fromhex("302a300506032b6570032100") + key, message, signature]
        for path, content in zip(paths, contents):
            with open(path, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0], "-rawin", "-in", paths[1], "-sigfile", paths[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def check(note, verifier):
    name, key_hash, encoded = verifier.split("+", 2)
    kind, key = base64.b64decode(encoded)[0], base64.b64decode(encoded)[1:]
    body, lines = note.rsplit("\n\n", 1)
    body += "\n"
    for line in lines.splitlines():
        _, signer, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if signer != name or blob[:4].hex() != key_hash:
            continue
        if kind == 1:
            return signed(key, body.encode(), blob[4:])
        time = int.from_bytes(blob[4:12], "big")
        return signed(key, f"cosignature/v1\ntime {time}\n{body}".encode(), blob[12:])
    return False


def main(path, *verifiers):
    with open(path) as file:
        evidence = json.load(file)
    note = evidence["checkpoint"]
    for verifier in verifiers:
        if not check(note, verifier):
            wrong("not signed by " + verifier.split("+")[0])
    origin, size, head = note.split("\n")[:3]
    if origin != verifiers[0].split("+")[0]:
        wrong("of another ledger")
    leaves = {row["leaf"]: leaf(row) for row in evidence["rows"]}
    if len(leaves) != len(evidence["rows"]) or any(index >= int(size) for index in leaves):
        wrong("rows that cannot be there")
    try:
        found = root(int(size), leaves, evidence["proof"])
    except StopIteration:
        wrong("too few hashes")
    if found != base64.b64decode(head):
        wrong("the rows are not those of the ledger")
    print("proven", len(leaves))


main(*sys.argv[1:])
