/* internalBinding('performance'): clocks and the event loop's figures. */
#include <time.h>

#include "../runtime/binding.h"
#include "../runtime/timers.h"

/* Milliseconds since the process started, by the monotonic clock. */
static double now_ms(env *env) {
  return (double)(uv_hrtime() - env->time_origin_ns) / 1e6;
}

/* now() */
static void native_now(js_call *call) {
  js_return_double(call, now_ms(env_of_call(call)));
}

static double epoch_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* timeOrigin() -> when the process started, in milliseconds since the epoch */
static void native_time_origin(js_call *call) {
  env *env = env_of_call(call);
  if (env->time_origin_epoch_ms == 0) {
    env->time_origin_epoch_ms = epoch_ms() - now_ms(env);
  }
  js_return_double(call, env->time_origin_epoch_ms);
}

/* enableIdleTime(): has the loop measure how long it waits. Off by default: it
 * reads the clock twice a turn. */
static void native_enable_idle_time(js_call *call) {
  uv_loop_configure(&env_of_call(call)->loop, UV_METRICS_IDLE_TIME);
}

/* idleTime() -> milliseconds the loop has waited since enableIdleTime() */
static void native_idle_time(js_call *call) {
  uint64_t idle_ns = uv_metrics_idle_time(&env_of_call(call)->loop);
  js_return_double(call, (double)idle_ns / 1e6);
}

/* milestone(index) -> milliseconds since the process started; -1: not known.
 * The order is that of lib/internal/perf/node_timing.js. */
static void native_milestone(js_call *call) {
  env *env = env_of_call(call);
  const timers_milestones *times = timers_milestones_get(env);
  const uint64_t ns[] = {env->time_origin_ns,  0, times->env_ready_ns,
                         times->loop_start_ns, 0, times->env_ready_ns};
  uint32_t index = js_uint32_value(js_call_arg(call, 0));
  if (index >= sizeof ns / sizeof ns[0] || ns[index] == 0) {
    js_return_int32(call, -1);
    return;
  }
  js_return_double(call, (double)(ns[index] - env->time_origin_ns) / 1e6);
}

static const js_native_entry natives[] = {
    {"now", native_now, 0, NULL},
    {"timeOrigin", native_time_origin, 0, NULL},
    {"enableIdleTime", native_enable_idle_time, 0, NULL},
    {"idleTime", native_idle_time, 0, NULL},
    {"milestone", native_milestone, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding performance_binding = {.name = "performance", .natives = natives};
