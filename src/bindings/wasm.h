/* WebAssembly beyond what V8 does by itself. */
#ifndef BINDINGS_WASM_H_
#define BINDINGS_WASM_H_

#include "../runtime/env.h"

/* Lets WebAssembly.compileStreaming and instantiateStreaming work. Costs
 * nothing until they are called. */
void wasm_streaming_start(env *env);

#endif
