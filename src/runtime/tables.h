/* Every native of every binding, in one order: what the engine needs to read
 * and write snapshots. */
#ifndef RUNTIME_TABLES_H_
#define RUNTIME_TABLES_H_

#include "../engine/js.h"

/* Collected from bindings_all; the same at each call. NULL if memory is
 * exhausted. Lives as long as the process. */
const js_tables *tables_all(void);

#endif
