/* internalBinding('async_context'): the value that V8 carries along promises,
 * on which AsyncLocalStorage rides, and V8's promise hooks. */
#include "../runtime/binding.h"

/* get() -> the current value; undefined if there is none */
static void native_get(js_call *call) {
  js_return(call, js_continuation_data(js_call_isolate(call)));
}

/* set(value) */
static void native_set(js_call *call) {
  js_continuation_data_set(js_call_isolate(call), js_call_arg(call, 0));
}

/* setPromiseHooks(init, before, after, settled): functions or undefined */
static void native_set_promise_hooks(js_call *call) {
  js_promise_hooks_set(js_call_isolate(call), js_call_arg(call, 0),
                       js_call_arg(call, 1), js_call_arg(call, 2),
                       js_call_arg(call, 3));
}

/* V8's own get and set, where it has them, instead of ours. */
static void define_builtins(env *env, js_value exports) {
  js_value getter = js_continuation_getter(env->iso);
  js_value setter = js_continuation_setter(env->iso);
  if (getter == JS_EMPTY || setter == JS_EMPTY)
    return;
  js_define_named(env->iso, exports, "get", getter);
  js_define_named(env->iso, exports, "set", setter);
}

static const js_native_entry natives[] = {
    {"get", native_get, 0, NULL},
    {"set", native_set, 1, NULL},
    {"setPromiseHooks", native_set_promise_hooks, 4, NULL},
    {NULL, NULL, 0, NULL},
};

const binding async_context_binding = {
    .name = "async_context", .natives = natives, .init = define_builtins};
