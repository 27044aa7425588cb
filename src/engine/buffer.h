/* Array buffers, typed arrays, and the memory behind them. */
#ifndef ENGINE_BUFFER_H_
#define ENGINE_BUFFER_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The longest typed array, in bytes. */
size_t js_buffer_max_length(void);

/* An ArrayBuffer of zeroed (or, if not `zeroed`, uninitialised) memory.
 * JS_EMPTY, no exception pending, if memory is exhausted. */
js_value js_array_buffer(js_isolate *iso, size_t length, bool zeroed);

/* An ArrayBuffer over memory of the caller. `release(data, bytes, length)` is
 * called once when nothing uses it any more, perhaps on another thread (NULL:
 * the memory lives for ever). JS_EMPTY, no exception pending and nothing
 * released, if memory is exhausted. */
js_value js_array_buffer_external(js_isolate *iso, void *bytes, size_t length,
                                  void (*release)(void *data, void *bytes,
                                                  size_t length),
                                  void *data);

/* An ArrayBuffer that takes over memory from malloc(). Cannot fail. */
js_value js_array_buffer_adopt(js_isolate *iso, void *bytes, size_t length);

/* The memory of an ArrayBuffer or SharedArrayBuffer. Valid while the buffer
 * lives and is not detached; a request that outlives the native must hold a
 * js_store. */
void *js_array_buffer_data(js_value buffer, size_t *length);

/* Detaches; false: a TypeError is pending because of its detach key. */
bool js_array_buffer_detach(js_isolate *iso, js_value buffer);
bool js_array_buffer_is_detachable(js_value buffer);

/* A share in the memory behind a buffer: keeps it from being freed, whatever
 * JavaScript does. Any thread may free it. */
typedef struct js_store js_store;

/* The memory of the whole buffer, also of a view. NULL (nothing thrown) for
 * any other value or if memory is exhausted. */
js_store *js_store_of(js_value buffer_or_view);
void *js_store_data(js_store *store);
size_t js_store_length(js_store *store);
js_value js_store_array_buffer(js_isolate *iso, js_store *store);
void js_store_free(js_store *store);

/* Views on part of an ArrayBuffer or SharedArrayBuffer. The range must lie
 * within it, the offset be a multiple of the element's size. */
js_value js_uint8_array(js_isolate *iso, js_value array_buffer, size_t offset,
                        size_t length);
js_value js_uint32_array(js_isolate *iso, js_value array_buffer, size_t offset,
                         size_t count);
js_value js_int32_array(js_isolate *iso, js_value array_buffer, size_t offset,
                        size_t count);
js_value js_float64_array(js_isolate *iso, js_value array_buffer, size_t offset,
                          size_t count);
js_value js_bigint64_array(js_isolate *iso, js_value array_buffer,
                           size_t offset, size_t count);

/* Bytes of a typed array, DataView, ArrayBuffer or SharedArrayBuffer, after
 * its offset. False (nothing thrown) for any other value. A detached buffer
 * has length 0. */
typedef struct js_bytes {
  uint8_t *data;
  size_t length;
} js_bytes;
bool js_bytes_of(js_value value, js_bytes *bytes);

/* The buffer and range that a view looks at. */
js_value js_view_buffer(js_isolate *iso, js_value view);
size_t js_view_offset(js_value view);
size_t js_view_length(js_value view); /* in bytes */

/* A `Buffer`: a Uint8Array whose prototype is the one that lib/buffer.js has
 * put into a slot (js_buffer_prototype_set). JS_EMPTY, no exception pending,
 * if memory is exhausted. */
void js_buffer_prototype_set(js_isolate *iso, js_value prototype);
js_value js_buffer(js_isolate *iso, size_t length, uint8_t **data);
js_value js_buffer_copy(js_isolate *iso, const void *bytes, size_t length);

/* Takes over memory from malloc(). */
js_value js_buffer_adopt(js_isolate *iso, void *bytes, size_t length);
js_value js_buffer_of(js_isolate *iso, js_value array_buffer, size_t offset,
                      size_t length);

/* Tells the collector of memory that JavaScript objects keep alive outside the
 * heap (negative: it is gone). */
void js_external_memory_adjust(js_isolate *iso, int64_t bytes);

#ifdef __cplusplus
}
#endif
#endif
