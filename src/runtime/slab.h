/* Slabs: pieces of memory that reads go into, and that JavaScript may keep
 * without a copy. One that nobody uses any more waits for the next read, its
 * pages still there: fresh ones would cost a fault each. */
#ifndef RUNTIME_SLAB_H_
#define RUNTIME_SLAB_H_

#include <stdbool.h>
#include <stdint.h>

#include "../engine/js.h"

/* As much as libuv asks for, and as the kernel likes to give at once. */
#define SLAB_SIZE ((size_t)64 * 1024)

typedef struct slab slab;

/* With one reference; NULL: no memory. The bytes are not cleared. */
slab *slab_take(void);

/* Gives a reference back, from any thread. NULL is allowed. */
void slab_release(slab *slab);

uint8_t *slab_bytes(slab *slab);

/* Whether buffers of JavaScript refer to it. */
bool slab_is_shared(slab *slab);

/* A Buffer of bytes of the slab, in place. JS_EMPTY with no exception pending:
 * no memory. */
js_value slab_buffer(js_isolate *iso, slab *slab, const uint8_t *bytes,
                     size_t length);

#endif
