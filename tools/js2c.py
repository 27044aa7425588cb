"""Embeds lib/ into the executable: an assembler file that holds each source and
a table of them, sorted by id (see src/runtime/builtins.h).

Usage: js2c.py OUTPUT ROOT FILE...

A file of ROOT is known by its name there, one from elsewhere is given as ID=FILE.

Sources must be ASCII: V8 then uses the bytes in place, as a one-byte string.
"""

import os
import sys


def main():
    output, root, *files = sys.argv[1:]
    entries = []
    for argument in files:
        name, _, path = argument.rpartition("=")
        with open(path, "rb") as file:
            data = file.read()
        if not data.isascii():
            line = next(i for i, text in enumerate(data.split(b"\n"), 1)
                        if not text.isascii())
            sys.exit(f"{path}:{line}: not ASCII: write \\u escapes")
        name = name or os.path.relpath(path, root)[:-len(".js")]
        entries.append((name, path, len(data)))
    entries.sort(key=lambda entry: entry[0].encode())
    with open(output, "w", encoding="ascii") as out:
        out.write('.section .rodata.lib,"a",@progbits\n')
        for index, (name, path, _) in enumerate(entries):
            out.write(f'name_{index}: .asciz "{name}"\n.balign 8\n'
                      f'source_{index}: .incbin "{path}"\n.byte 0\n.balign 8\n')
        out.write('.section .data.rel.ro.lib,"aw",@progbits\n.balign 8\n')
        table_write(out, "builtins_ids", [f"name_{i}" for i in range(len(entries))])
        table_write(out, "builtins_texts",
                    [f"source_{i}, {entry[2]}" for i, entry in enumerate(entries)]
                    + ["0, 0"])
        table_write(out, "builtins_count", [str(len(entries))])
        out.write('.section .note.GNU-stack,"",@progbits\n')


def table_write(out, name, rows):
    out.write(f".globl {name}\n.hidden {name}\n{name}:\n")
    out.writelines(f"  .quad {row}\n" for row in rows)


main()
