#include "script_watchdog.h"

#include <signal.h>
#include <stdio.h>

typedef enum {
  SCRIPT_NOT_STOPPED,
  SCRIPT_TIMED_OUT,
  SCRIPT_INTERRUPTED,
} script_stop;

/* The thread runs an event loop of its own, where libuv delivers the signal
 * as to any other. */
typedef struct script_watchdog {
  js_isolate *iso;
  uv_thread_t thread;
  uv_loop_t loop;
  uv_async_t end;
  uv_timer_t timer;
  uv_signal_t signal;
  script_stop outcome; /* the thread's, until it has ended */
} script_watchdog;

static void script_stop_with(script_watchdog *dog, script_stop outcome) {
  dog->outcome = outcome;
  js_isolate_terminate(dog->iso);
  uv_stop(&dog->loop);
}

static void on_timeout(uv_timer_t *timer) {
  script_stop_with(timer->data, SCRIPT_TIMED_OUT);
}

static void on_signal(uv_signal_t *handle, int number) {
  (void)number;
  script_stop_with(handle->data, SCRIPT_INTERRUPTED);
}

static void on_end(uv_async_t *async) {
  uv_stop(async->loop);
}

static void watchdog_run(void *data) {
  script_watchdog *dog = data;
  uv_run(&dog->loop, UV_RUN_DEFAULT);
}

static void loop_end(script_watchdog *dog) {
  uv_close((uv_handle_t *)&dog->end, NULL);
  uv_close((uv_handle_t *)&dog->timer, NULL);
  uv_close((uv_handle_t *)&dog->signal, NULL);
  uv_run(&dog->loop, UV_RUN_DEFAULT);
  uv_loop_close(&dog->loop);
}

static bool loop_start(script_watchdog *dog) {
  if (uv_loop_init(&dog->loop) != 0)
    return false;
  if (uv_async_init(&dog->loop, &dog->end, on_end) != 0) {
    uv_loop_close(&dog->loop);
    return false;
  }
  uv_timer_init(&dog->loop, &dog->timer);
  /* Fails only for want of a pipe, which the main loop has made already. */
  uv_signal_init(&dog->loop, &dog->signal);
  dog->timer.data = dog;
  dog->signal.data = dog;
  return true;
}

/* For `timeout_ms` (0: without end). False if there are no resources. */
static bool watchdog_start(script_watchdog *dog, js_isolate *iso,
                           uint64_t timeout_ms, bool break_on_sigint) {
  *dog = (script_watchdog){.iso = iso};
  if (!loop_start(dog))
    return false;
  if (timeout_ms > 0)
    uv_timer_start(&dog->timer, on_timeout, timeout_ms, 0);
  if (break_on_sigint && uv_signal_start(&dog->signal, on_signal, SIGINT) != 0)
    goto fail;
  if (uv_thread_create(&dog->thread, watchdog_run, dog) == 0)
    return true;
fail:
  loop_end(dog);
  return false;
}

/* Returns whether it has stopped the script; then JavaScript may run again. */
static script_stop watchdog_end(script_watchdog *dog) {
  uv_async_send(&dog->end);
  uv_thread_join(&dog->thread);
  loop_end(dog);
  if (dog->outcome != SCRIPT_NOT_STOPPED)
    js_isolate_cancel_terminate(dog->iso);
  return dog->outcome;
}

static void stop_throw(js_isolate *iso, script_stop stop, double timeout_ms) {
  char message[80];
  if (stop == SCRIPT_INTERRUPTED) {
    js_throw_error(iso, "ERR_SCRIPT_EXECUTION_INTERRUPTED",
                   "Script execution was interrupted by `SIGINT`");
    return;
  }
  snprintf(message, sizeof message, "Script execution timed out after %.0fms",
           timeout_ms);
  js_throw_error(iso, "ERR_SCRIPT_EXECUTION_TIMEOUT", message);
}

static js_value run_in_context(js_isolate *iso, js_context *context,
                               script_runner *run, js_value code) {
  if (context == NULL)
    return run(iso, code);
  js_context_enter(context);
  js_value result = run(iso, code);
  if (result != JS_EMPTY)
    js_context_microtasks_run(context);
  js_context_exit(context);
  return result;
}

js_value script_run_limited(js_isolate *iso, const script_limits *limits,
                            script_runner *run, js_value code) {
  uint64_t timeout_ms =
      limits->timeout_ms > 0 ? (uint64_t)limits->timeout_ms : 0;
  if (timeout_ms == 0 && !limits->break_on_sigint)
    return run_in_context(iso, limits->context, run, code);
  script_watchdog dog;
  if (!watchdog_start(&dog, iso, timeout_ms, limits->break_on_sigint)) {
    js_throw_out_of_memory(iso);
    return JS_EMPTY;
  }
  js_value result = run_in_context(iso, limits->context, run, code);
  script_stop stop = watchdog_end(&dog);
  if (stop == SCRIPT_NOT_STOPPED)
    return result;
  stop_throw(iso, stop, limits->timeout_ms);
  return JS_EMPTY;
}
