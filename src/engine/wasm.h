/* WebAssembly: what the runtime needs beyond JavaScript's own `WebAssembly`. */
#ifndef ENGINE_WASM_H_
#define ENGINE_WASM_H_

#include "buffer.h"
#include "function.h"
#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The bytes of a WebAssembly.Memory as they are now: calls into WebAssembly may
 * move them. False (nothing thrown) for any other value. */
bool js_wasm_memory_bytes(js_value memory, js_bytes *bytes);

/* The compiled code of a WebAssembly.Module, which isolates share. */
typedef struct js_wasm_module js_wasm_module;

/* NULL without memory. The caller frees it, on any thread. */
js_wasm_module *js_wasm_module_of(js_value module);
void js_wasm_module_free(js_wasm_module *module);

/* A WebAssembly.Module of it. JS_EMPTY: an exception may be pending. */
js_value js_wasm_module_object(js_isolate *iso, const js_wasm_module *module);

/* A compilation that gets its bytes in pieces. Freed by its owner after
 * js_wasm_stream_finish or js_wasm_stream_abort. */
typedef struct js_wasm_stream js_wasm_stream;

/* `start` is called for WebAssembly.compileStreaming(source) and
 * instantiateStreaming: its argument is the source, resolved if it was a
 * promise; js_wasm_stream_open gives the stream to be fed. Without one
 * the promise that JavaScript got is rejected. */
void js_wasm_on_streaming(js_isolate *iso, js_native start);
js_wasm_stream *js_wasm_stream_open(js_call *call);
void js_wasm_stream_url_set(js_wasm_stream *stream, const char *url,
                            size_t length);
void js_wasm_stream_push(js_wasm_stream *stream, const uint8_t *bytes,
                         size_t length);

/* All bytes have come. May run microtasks' enqueuing, no JavaScript. */
void js_wasm_stream_finish(js_wasm_stream *stream);

/* Rejects the promise with the reason. */
void js_wasm_stream_abort(js_wasm_stream *stream, js_value reason);
void js_wasm_stream_free(js_wasm_stream *stream);

#ifdef __cplusplus
}
#endif
#endif
