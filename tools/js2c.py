"""Embeds lib/ into the executable: an assembler file that holds each source and
a table of them, sorted by id (see src/runtime/builtins.h).

Usage: js2c.py OUTPUT ROOT FILE...

Sources must be ASCII: V8 then uses the bytes in place, as a one-byte string.
"""

import os
import sys


def main():
    output, root, *files = sys.argv[1:]
    entries = []
    for path in files:
        with open(path, "rb") as file:
            data = file.read()
        if not data.isascii():
            line = next(i for i, text in enumerate(data.split(b"\n"), 1)
                        if not text.isascii())
            sys.exit(f"{path}:{line}: not ASCII: write \\u escapes")
        entries.append((os.path.relpath(path, root)[:-len(".js")], path, len(data)))
    entries.sort(key=lambda entry: entry[0].encode())
    with open(output, "w", encoding="ascii") as out:
        out.write('.section .rodata.lib,"a",@progbits\n')
        for index, (name, path, _) in enumerate(entries):
            out.write(f'name_{index}: .asciz "{name}"\n.balign 8\n'
                      f'source_{index}: .incbin "{path}"\n.byte 0\n.balign 8\n')
        out.write('.section .data.rel.ro.lib,"aw",@progbits\n.balign 8\n'
                  ".globl builtins_embedded\n.hidden builtins_embedded\n"
                  "builtins_embedded:\n")
        for index, (_, _, size) in enumerate(entries):
            out.write(f"  .quad name_{index}, source_{index}, {size}\n")
        out.write(".globl builtins_embedded_count\n.hidden builtins_embedded_count\n"
                  f"builtins_embedded_count: .quad {len(entries)}\n"
                  '.section .note.GNU-stack,"",@progbits\n')


main()
