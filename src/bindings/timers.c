/* internalBinding('timers'): lib/internal/timers.js's way to the event loop. */
#include "../runtime/timers.h"

#include "../runtime/binding.h"

/* setup(processTimers, processImmediate) */
static void native_setup(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_slot_set(iso, SLOT_TIMERS_CALLBACK, js_call_arg(call, 0));
  js_slot_set(iso, SLOT_IMMEDIATE_CALLBACK, js_call_arg(call, 1));
}

/* now() -> milliseconds since the env's start */
static void native_now(js_call *call) {
  js_return_double(call, timers_now(env_of_call(call)));
}

/* schedule(milliseconds) */
static void native_schedule(js_call *call) {
  int64_t milliseconds = js_int64_value(js_call_arg(call, 0));
  timers_schedule(env_of_call(call), milliseconds);
}

/* setTimerRef(isRef) */
static void native_set_timer_ref(js_call *call) {
  timers_set_ref(env_of_call(call), js_is_true(js_call_arg(call, 0)));
}

/* setImmediates(flags) */
static void native_set_immediates(js_call *call) {
  int32_t flags = js_int32_value(js_call_arg(call, 0));
  timers_set_immediates(env_of_call(call), flags);
}

static const js_native_entry natives[] = {
    {"setup", native_setup, 2, NULL},
    {"now", native_now, 0, NULL},
    {"schedule", native_schedule, 1, NULL},
    {"setTimerRef", native_set_timer_ref, 1, NULL},
    {"setImmediates", native_set_immediates, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding timers_binding = {.name = "timers", .natives = natives};
