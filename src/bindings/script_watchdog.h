/* A thread that stops a script: when its time is over, or at SIGINT. */
#ifndef BINDINGS_SCRIPT_WATCHDOG_H_
#define BINDINGS_SCRIPT_WATCHDOG_H_

#include "../runtime/binding.h"

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

/* Starts watching: for `timeout_ms` (0: without end) and, if asked for, for
 * SIGINT. False if there are no resources for it. */
bool script_watchdog_start(script_watchdog *dog, js_isolate *iso,
                           uint64_t timeout_ms, bool break_on_sigint);

/* Ends it. Returns whether it has stopped the script; then JavaScript may run
 * again. */
script_stop script_watchdog_end(script_watchdog *dog);

/* Throws what tells the program that its script was stopped. */
void script_stop_throw(js_isolate *iso, script_stop stop, double timeout_ms);

#endif
