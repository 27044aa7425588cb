/* Microtasks and the nextTick queue: see runtime/callback.c and
 * lib/internal/process/task_queues.js. */
#include "../runtime/binding.h"
#include "../runtime/exception.h"

static void native_run_microtasks(js_call *call) {
  js_microtasks_run(js_call_isolate(call));
}

static void native_enqueue_microtask(js_call *call) {
  js_microtask_enqueue(js_call_isolate(call), js_call_arg(call, 0));
}

/* triggerUncaughtException(error, fromPromise) */
static void native_trigger_uncaught_exception(js_call *call) {
  exception_uncaught_value(env_of_call(call), js_call_arg(call, 0),
                           js_is_true(js_call_arg(call, 1)));
}

/* markHandled(promise) */
static void native_mark_handled(js_call *call) {
  js_value promise = js_call_arg(call, 0);
  if (js_is_kind(promise, JS_KIND_PROMISE))
    js_promise_mark_handled(promise);
}

/* describe(value): a text for a message; runs none of the program's code */
static void native_describe(js_call *call) {
  js_return(call,
            js_to_detail_string(js_call_isolate(call), js_call_arg(call, 0)));
}

static const js_native_entry task_queue_natives[] = {
    {"runMicrotasks", native_run_microtasks, 0, NULL},
    {"enqueueMicrotask", native_enqueue_microtask, 1, NULL},
    {"triggerUncaughtException", native_trigger_uncaught_exception, 2, NULL},
    {"markHandled", native_mark_handled, 1, NULL},
    {"describe", native_describe, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void task_queue_init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "kHasTicks", TICK_HAS_TICKS);
  js_define_int32(iso, exports, "kHasRejections", TICK_HAS_REJECTIONS);
  js_define_int32(iso, exports, "kFieldCount", TICK_FIELD_COUNT);
  js_define_int32(iso, exports, "kRejectWithNoHandler",
                  JS_REJECT_WITH_NO_HANDLER);
  js_define_int32(iso, exports, "kHandlerAddedAfterReject",
                  JS_HANDLER_ADDED_AFTER_REJECT);
  js_define_int32(iso, exports, "kRejectAfterResolved",
                  JS_REJECT_AFTER_RESOLVED);
  js_define_int32(iso, exports, "kResolveAfterResolved",
                  JS_RESOLVE_AFTER_RESOLVED);
}

const binding task_queue_binding = {.name = "task_queue",
                                    .natives = task_queue_natives,
                                    .init = task_queue_init};
