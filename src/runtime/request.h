/* A request to libuv that ends in one call of a JavaScript function or in a
 * promise.
 *
 * A binding embeds an env_request as the FIRST member of its request struct,
 * followed by the uv request, whose `data` it sets to the struct. */
#ifndef RUNTIME_REQUEST_H_
#define RUNTIME_REQUEST_H_

#include "env.h"

typedef struct env_request {
  env *env;
  js_ref *target;  /* the callback, or the resolver of the promise */
  js_ref *context; /* continuation data, or NULL */
  bool is_promise;
} env_request;

/* Starts a request that ends in `callback` (a function). Keeps the loop's
 * count; does not touch the uv request. */
void env_request_init_callback(env_request *request, env *env,
                               js_value callback);

/* Starts one that ends in a promise; returns the promise. JS_EMPTY: exception
 * pending, and the request is not started. */
js_value env_request_init_promise(env_request *request, env *env);

/* Starts one that ends in `how` if that is a function, else in a promise, which
 * the call returns. False: exception pending, and it is not started. */
bool env_request_init(env_request *request, js_call *call, js_value how);

/* Ends it: callback(null, result) or resolve(result). The caller has a scope
 * open and frees the struct afterwards. `result` may be undefined. */
void env_request_succeed(env_request *request, js_value result);

/* Ends it: callback(error) or reject(error). */
void env_request_fail(env_request *request, js_value error);

/* Ends it without calling JavaScript: the uv call could not be started. */
void env_request_abandon(env_request *request);

#endif
