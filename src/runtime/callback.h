/* Entering JavaScript from the event loop. */
#ifndef RUNTIME_CALLBACK_H_
#define RUNTIME_CALLBACK_H_

#include "env.h"

/* Calls a function as the event loop does: after the outermost call has
 * returned, the nextTick queue and the microtasks run until both are empty. An
 * exception goes to 'uncaughtException' or ends the process; JS_EMPTY is then
 * returned and nothing is pending. The caller has a scope open. Does nothing
 * (JS_EMPTY) when the env is exiting.
 *
 * `context` is the continuation data to run under (AsyncLocalStorage): what
 * env_context_capture gave when the operation began, or NULL for none. */
js_value env_call(env *env, js_ref *context, js_value function, js_value self,
                  int count, const js_value *arguments);

/* The continuation data now, to be given to env_call later; NULL (no cost) if
 * nothing uses it. The caller frees it with js_ref_free. */
js_ref *env_context_capture(env *env);

/* Runs what env_call runs after a call. For code that resolved a promise from
 * the event loop without calling a function. */
void env_ticks_run(env *env);

#endif
