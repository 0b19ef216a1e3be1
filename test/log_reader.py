#!/usr/bin/env python3
"""Reads a log of Archipel and verifies it, from doc/log-format.md alone.

    log_reader.py FILE           checks the file, prints "N passed, N failed"
    log_reader.py FILE --list    also prints the entries, one a line

The exit code is 0 when all holds.
"""
import hashlib
import sqlite3
import struct
import sys
import urllib.parse

ZERO = bytes(32)
passed = failed = 0


def check(holds, sentence):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(sentence)


def sha(data):
    return hashlib.sha256(data).digest()


def envelope(e):
    return (
        f"archipel 1\nposition {e['position']}\ntime {e['time']}\nkind {e['kind']}\n"
        f"subject {e['subject']}\nactor {e['actor']}\nvisibility {e['visibility']}\n"
        f"previous {e['previous'].hex()}\ncommitment {e['commitment'].hex()}\n"
    ).encode()


def check_entries(db, erased):
    """Walks the chain; returns the positions without body."""
    before = {"position": 0, "time": 0, "hash": ZERO}
    gaps = []
    for e in db.execute(
        "SELECT e.*, b.salt, CAST(b.text AS BLOB) AS text FROM entry e"
        " LEFT JOIN body b USING (position) ORDER BY e.position"
    ):
        at = f"entry {e['position']}"
        check(e["position"] == before["position"] + 1, f"{at}: a gap before it")
        check(e["previous"] == before["hash"], f"{at}: does not name the entry before")
        check(e["time"] >= before["time"], f"{at}: time goes back")
        check(e["hash"] == sha(envelope(e)), f"{at}: the envelope was altered")
        gone = (e["position"], e["hash"]) in erased
        if e["text"] is None:
            gaps.append(e["position"])
            check(gone, f"{at}: no body, and no erasure says why")
        else:
            check(not gone, f"{at}: erased, and the body is still there")
            check(e["commitment"] == sha(e["salt"] + e["text"]),
                  f"{at}: the body is not what was committed to")
        before = e
    return before["position"], gaps


def check_beside(db, end, gaps):
    for r in db.execute("SELECT * FROM receipt"):
        check(0 <= r["first"] <= r["last"] <= end, f"receipt {r['id']}: beyond the log")
        if r["answer"] is not None and r["first"]:
            check(not any(r["first"] <= g <= r["last"] for g in gaps),
                  f"receipt {r['id']}: answers with what was erased")
    for b in db.execute("SELECT hash, bytes FROM blob"):
        check(b["hash"] == sha(b["bytes"]).hex(), f"blob {b['hash']}: altered")


def number(n):
    return struct.pack("<q", n)


def data(value):
    if value is None:
        return number(-1)
    value = value.encode() if isinstance(value, str) else value
    return number(len(value)) + value


def seal(db):
    total = hashlib.sha256()
    encode = {"n": number, "d": data}
    for types, sql in (
        ("dnn", "SELECT id, position, time FROM epoch ORDER BY number"),
        ("ndn", "SELECT position, hash, time FROM erasure ORDER BY position, hash"),
        ("ddd", "SELECT e.hash, b.salt, b.text FROM entry e LEFT JOIN body b"
                " USING (position) ORDER BY e.position"),
        ("ddnnnd", "SELECT id, digest, first, last, outcome, answer FROM receipt ORDER BY id"),
        ("dn", "SELECT hash, length(bytes) FROM blob ORDER BY hash"),
        ("dddnd", "SELECT kind, id, owner, expires, value FROM state ORDER BY number"),
    ):
        for row in db.execute(sql):
            for t, value in zip(types, row):
                total.update(encode[t](value))
    return total.digest()


def read(path, show):
    db = sqlite3.connect(f"file:{urllib.parse.quote(path)}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    one = lambda sql: db.execute(sql).fetchone()[0]
    check(one("PRAGMA application_id") == 0x41524C47, "this is not a log of Archipel")
    check(one("PRAGMA user_version") == 1, "this format is newer than this reader")
    check(one("SELECT count(*) FROM epoch") >= 1, "no epoch")
    erased = {(r["position"], r["hash"]) for r in db.execute("SELECT * FROM erasure")}
    end, gaps = check_entries(db, erased)
    check_beside(db, end, gaps)
    if one("SELECT count(*) FROM sqlite_schema WHERE name = 'seal'"):
        check(one("SELECT sum FROM seal") == seal(db), "the backup is not what was written")
    if show:
        for e in db.execute("SELECT position, time, kind, subject FROM entry ORDER BY position"):
            print(*e)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        read(sys.argv[1], "--list" in sys.argv[2:])
    except sqlite3.Error as error:
        check(False, f"{sys.argv[1]}: {error}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
