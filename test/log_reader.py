#!/usr/bin/env python3
"""Reads a log of Archipel and verifies it, from doc/log-format.md alone.

    log_reader.py FILE           checks the file, prints "N passed, N failed"
    log_reader.py FILE --list    also prints the entries, one a line
    log_reader.py                tests itself on a new commons, then on damaged copies

The exit code is 0 when all holds.
"""
import hashlib
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
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


def reads(path):
    """Does the file hold, read by another run of this program?"""
    return subprocess.run([sys.executable, __file__, path], capture_output=True).returncode == 0


def bent(path, sql):
    """Does a copy hold, after a change that no honest writer makes?"""
    copy = path + ".bent"
    shutil.copy(path, copy)
    db = sqlite3.connect(copy)
    db.executescript(sql)
    db.close()
    return reads(copy)


damages = (
    "UPDATE entry SET actor = 'x' WHERE position = 2",
    "UPDATE entry SET time = time - 1 WHERE position = 2",
    "UPDATE entry SET visibility = 'members' WHERE position = 2",
    "DELETE FROM entry WHERE position = 2",
    "DELETE FROM entry WHERE position = 1",
    "UPDATE body SET text = '{}' WHERE position = 2",
    "UPDATE body SET salt = zeroblob(32) WHERE position = 2",
    "DELETE FROM body WHERE position = 2",
    "INSERT INTO erasure SELECT position, hash, 0 FROM entry WHERE position = 2",
    "UPDATE blob SET bytes = x'00'",
    "INSERT INTO receipt VALUES ('a/b', x'00', 1, 99999, 0, '{}')",
    "DELETE FROM epoch",
    "PRAGMA user_version = 2",
)
erasing = """
    DELETE FROM body WHERE position = 2;
    INSERT INTO erasure SELECT position, hash, 0 FROM entry WHERE position = 2;
    INSERT INTO erasure VALUES (3, zeroblob(32), 0), (0, zeroblob(32), 0);
"""


def test_itself(folder):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    program = os.environ.get("ARCHIPEL", root + "/build/archipel")
    data, backup = folder + "/data", folder + "/backup"
    archipel = lambda *words: subprocess.run(
        [program, *words, "--data", data], check=True, capture_output=True)
    archipel("init")
    archipel("user", "add", "--email", "reader@example.org", "--role", "member")
    archipel("backup", backup)
    log = data + "/archipel.db"
    read(log, False)
    read(backup, False)
    check(bent(log, erasing), "an erased entry is no damage")
    for sql in damages:
        check(not bent(log, sql), f"not seen: {sql}")
    check(not bent(backup, "INSERT INTO state VALUES (99, 'k', 'i', 'o', 0, 'v')"),
          "not seen: a row added to a sealed backup")


def main():
    try:
        if len(sys.argv) < 2:
            with tempfile.TemporaryDirectory(prefix="archipel-reader-") as folder:
                test_itself(folder)
        else:
            read(sys.argv[1], "--list" in sys.argv[2:])
    except (sqlite3.Error, OSError, subprocess.CalledProcessError) as error:
        check(False, str(error))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
