/* The event loop's phases around libuv's, and V8's tasks on it. */
#ifndef RUNTIME_LOOP_H_
#define RUNTIME_LOOP_H_

#include "env.h"

/* Lets V8's background work wake the loop. Returns 0 or a libuv error. */
int loop_tasks_start(env *env);
void loop_tasks_stop(env *env);

#endif
