/* The snapshot and the code cache of lib/, as src/runtime/mksnapshot.c wrote
 * them; empty in the executables that are linked before they exist. */
.section .rodata.snapshot,"a",@progbits
.macro blob name, file
.balign 16
.globl \name
.hidden \name
\name:
.incbin "\file"
.globl \name\()_end
.hidden \name\()_end
\name\()_end:
.byte 0
.endm
blob snapshot_embedded, SNAPSHOT_FILE
blob code_cache_embedded, CODE_CACHE_FILE
.section .note.GNU-stack,"",@progbits
