#include "script_context.h"

#include <stdlib.h>

typedef struct vm_context {
  js_context *context;
} vm_context;

static void context_finalize(js_isolate *iso, void *native) {
  vm_context *context = native;
  js_context_free(context->context);
  free(context);
}

js_context *script_context_of(js_value value) {
  vm_context *context = js_unwrap(value, &script_context_class);
  return context ? context->context : NULL;
}

/* new Context(sandbox or undefined, options, symbol): the first two as
 * js_context_new has them, the third for js_context_set_import_symbol */
static void context_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value sandbox = js_call_arg(call, 0), options = js_call_arg(call, 1);
  vm_context *made = calloc(1, sizeof *made);
  if (made == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  made->context =
      js_context_new(iso, js_is_object(sandbox) ? sandbox : JS_EMPTY,
                     js_is_number(options) ? js_int32_value(options) : 0);
  if (made->context == NULL) {
    free(made);
    return;
  }
  js_context_set_import_symbol(made->context, js_call_arg(call, 2));
  if (js_wrap_new(iso, js_call_this(call), &script_context_class, made,
                  false)) {
    js_context_make_weak(made->context);
  } else {
    context_finalize(iso, made);
  }
}

static void context_global(js_call *call) {
  vm_context *context = js_call_unwrap(call, &script_context_class);
  if (context == NULL)
    return;
  js_return(call, js_context_global(js_call_isolate(call), context->context));
}

static const js_native_entry context_methods[] = {
    {"global", context_global, 0, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class script_context_class = {.name = "Context",
                                       .construct = context_construct,
                                       .methods = context_methods,
                                       .finalize = context_finalize};
