/* Heap snapshots of a process that is about to run out of memory. */
#ifndef BINDINGS_V8_HEAP_LIMIT_H_
#define BINDINGS_V8_HEAP_LIMIT_H_

#include "../runtime/env.h"

/* From now on writes a snapshot into the current folder when the heap comes
 * near its limit, `most` times at most, and lets the heap grow a little for
 * it. Only the first call of an env counts. */
void v8_snapshot_near_heap_limit(env *env, uint32_t most);

#endif
