/* A SharedArrayBuffer over memory of the caller: every thread that a message
 * brings it to has a share. */
#ifndef ENGINE_SHARED_BUFFER_H_
#define ENGINE_SHARED_BUFFER_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `release` is called once when nothing uses it any more, perhaps on another
 * thread. */
js_value js_shared_array_buffer(js_isolate *iso, void *bytes, size_t length,
                                void (*release)(void *bytes, size_t length,
                                                void *data),
                                void *data);

#ifdef __cplusplus
}
#endif
#endif
