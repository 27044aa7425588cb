/* Promises, microtasks, and the data that follows asynchronous calls. */
#ifndef ENGINE_PROMISE_H_
#define ENGINE_PROMISE_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A pending promise with its settling ends: returns the resolver; its promise
 * is js_resolver_promise. JS_EMPTY only if an exception is pending. */
js_value js_resolver(js_isolate *iso);
js_value js_resolver_promise(js_value resolver);
bool js_resolver_resolve(js_isolate *iso, js_value resolver, js_value value);
bool js_resolver_reject(js_isolate *iso, js_value resolver, js_value reason);

typedef enum {
  JS_PROMISE_PENDING,
  JS_PROMISE_FULFILLED,
  JS_PROMISE_REJECTED,
} js_promise_state;
js_promise_state js_promise_state_of(js_value promise);
js_value js_promise_result(js_value promise); /* must not be pending */
void js_promise_mark_handled(js_value promise);

/* Events of rejection, as V8 reports them. */
typedef enum {
  JS_REJECT_WITH_NO_HANDLER = 0,
  JS_HANDLER_ADDED_AFTER_REJECT = 1,
  JS_REJECT_AFTER_RESOLVED = 2,
  JS_RESOLVE_AFTER_RESOLVED = 3,
} js_rejection;
typedef void (*js_rejection_callback)(js_isolate *iso, js_rejection event,
                                      js_value promise, js_value value);
void js_rejection_callback_set(js_isolate *iso, js_rejection_callback callback);

/* JavaScript functions V8 calls at each promise's init, before, after, and
 * resolve; undefined for none. Costs every promise: only for async_hooks. */
void js_promise_hooks_set(js_isolate *iso, js_value init, js_value before,
                          js_value after, js_value settled);

/* --- Microtasks: the policy is explicit, only js_microtasks_run runs them ---
 */

void js_microtasks_run(js_isolate *iso);
void js_microtask_enqueue(js_isolate *iso, js_value function);

/* --- Continuation-preserved data ---------------------------------------------
 */

/* One value that V8 carries from where a promise reaction was registered to
 * where it runs: what AsyncLocalStorage rides on. */
js_value js_continuation_data(js_isolate *iso);
void js_continuation_data_set(js_isolate *iso, js_value value);

/* V8's own functions get() and set(value) for it: to JavaScript they cost a
 * tenth of a native. JS_EMPTY if this V8 has none; nothing is thrown. */
js_value js_continuation_getter(js_isolate *iso);
js_value js_continuation_setter(js_isolate *iso);

#ifdef __cplusplus
}
#endif
#endif
