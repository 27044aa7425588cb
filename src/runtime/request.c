#include "request.h"

#include "callback.h"
#include "exception.h"

static void request_init(env_request *request, env *env, js_value target,
                         bool is_promise) {
  request->env = env;
  request->target = js_ref_new(env->iso, target);
  request->context = is_promise ? NULL : env_context_capture(env);
  request->is_promise = is_promise;
  env->requests_in_flight++;
}

void env_request_init_callback(env_request *request, env *env,
                               js_value callback) {
  request_init(request, env, callback, false);
}

js_value env_request_init_promise(env_request *request, env *env) {
  js_value resolver = js_resolver(env->iso);
  if (resolver == JS_EMPTY)
    return JS_EMPTY;
  request_init(request, env, resolver, true);
  return js_resolver_promise(resolver);
}

bool env_request_init(env_request *request, js_call *call, js_value how) {
  env *env = env_of_call(call);
  if (js_is_function(how)) {
    env_request_init_callback(request, env, how);
    return true;
  }
  js_value promise = env_request_init_promise(request, env);
  if (promise == JS_EMPTY)
    return false;
  js_return(call, promise);
  return true;
}

static void request_end(env_request *request) {
  request->env->requests_in_flight--;
  js_ref_free(request->target);
  js_ref_free(request->context);
}

/* Settles a promise, or calls the callback with one or two arguments. */
static void request_finish(env_request *request, js_value error,
                           js_value result) {
  env *env = request->env;
  js_isolate *iso = env->iso;
  js_value target = js_ref_get(iso, request->target);
  if (!env->can_call_into_js)
    return;
  if (!request->is_promise) {
    js_value arguments[] = {error ? error : js_null(iso),
                            result ? result : js_undefined(iso)};
    env_call(env, request->context, target, js_undefined(iso),
             error || js_is_undefined(result) ? 1 : 2, arguments);
    return;
  }
  if (error) {
    js_resolver_reject(iso, target, error);
  } else {
    js_resolver_resolve(iso, target, result);
  }
  env_ticks_run(env);
}

void env_request_succeed(env_request *request, js_value result) {
  request_finish(request, JS_EMPTY, result);
  request_end(request);
}

void env_request_fail(env_request *request, js_value error) {
  request_finish(request, error, JS_EMPTY);
  request_end(request);
}

void env_request_abandon(env_request *request) {
  request_end(request);
}
