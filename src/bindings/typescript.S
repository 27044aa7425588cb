/* amaro, which strips types from TypeScript (deps/amaro): its script and its
 * WebAssembly module, packed; both are empty in an executable without it. */
.section .rodata.amaro,"a",@progbits
.globl amaro_script, amaro_script_end, amaro_wasm, amaro_wasm_end
.hidden amaro_script, amaro_script_end, amaro_wasm, amaro_wasm_end
.balign 16
amaro_script:
.incbin AMARO_SCRIPT
amaro_script_end:
.byte 0
.balign 16
amaro_wasm:
.incbin AMARO_WASM
amaro_wasm_end:
.byte 0
.section .note.GNU-stack,"",@progbits
