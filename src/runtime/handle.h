/* A libuv handle owned by a JavaScript object.
 *
 * A binding embeds an env_handle as the FIRST member of its struct, followed
 * by the uv handle:
 *
 *   struct tcp { env_handle base; uv_tcp_t tcp; };
 *
 * The struct is malloc'ed by the class's `construct`, initialised by
 * env_handle_init, and freed by the handle layer after uv_close has finished
 * (`free_` or plain free). The JS object is held strongly until then.
 *
 * Every such class takes HANDLE_METHODS into its table of methods: close(cb),
 * ref(), unref(), hasRef(). */
#ifndef RUNTIME_HANDLE_H_
#define RUNTIME_HANDLE_H_

#include "env.h"

struct env_handle {
  env *env;
  uv_handle_t *uv;  /* the handle that follows in the binding's struct */
  js_wrap *wrap;    /* the JS object; NULL while there is none */
  js_ref *on_close; /* function, while closing, or NULL */
  js_ref *context;  /* continuation data of the moment it was made, or NULL */
  env_handle *next; /* env->handles */
  env_handle **prev_next;
  unsigned users; /* see env_handle_hold */
  bool is_closing;
  /* Called when uv_close has finished, before the struct is freed: release
   * what the binding holds. It must not free the struct itself. NULL: none. */
  void (*on_closed)(env_handle *handle);
};

/* Ties an initialised uv handle (uv_tcp_init etc. has been called) to `this`.
 * `object` may be JS_EMPTY for a handle that C alone owns; if it gets an object
 * later, `wrap` is set then. */
void env_handle_init(env_handle *handle, env *env, uv_handle_t *uv,
                     js_value object, const js_class *class_);

/* Starts closing; idempotent. */
void env_handle_close(env_handle *handle);

/* Keeps the struct allocated after the handle has closed, until as many
 * releases: for a request of libuv's that refers to it, such as the sending of
 * a handle to another process. */
void env_handle_hold(env_handle *handle);
void env_handle_release(env_handle *handle);

/* Calls a function with the handle's JS object as `this`, under the handle's
 * continuation data. See env_call. */
js_value env_handle_call(env_handle *handle, js_value function, int count,
                         const js_value *arguments);

/* Closes all handles of an env and runs the loop until they are closed. */
void env_handles_close_all(env *env);

/* The natives every handle class lists. `class_` of `this` is not known to
 * them: they find the env_handle through the wrap. */
void env_handle_native_close(js_call *call);
void env_handle_native_ref(js_call *call);
void env_handle_native_unref(js_call *call);
void env_handle_native_has_ref(js_call *call);

#define HANDLE_METHODS                               \
  {"close", env_handle_native_close, 1, NULL},       \
      {"ref", env_handle_native_ref, 0, NULL},       \
      {"unref", env_handle_native_unref, 0, NULL}, { \
    "hasRef", env_handle_native_has_ref, 0, NULL     \
  }

/* The root of all handle classes: use as `.parent`. */
extern const js_class env_handle_class;

#endif
