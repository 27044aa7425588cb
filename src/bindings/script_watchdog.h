/* Scripts in a context, stopped when their time is over or at SIGINT. */
#ifndef BINDINGS_SCRIPT_WATCHDOG_H_
#define BINDINGS_SCRIPT_WATCHDOG_H_

#include "../runtime/binding.h"

/* Within what a script, or a module, runs. */
typedef struct script_limits {
  js_context *context; /* NULL: the current one */
  double timeout_ms;   /* not above 0: none */
  bool break_on_sigint;
} script_limits;

/* js_script_unbound_run or js_module_evaluate */
typedef js_value script_runner(js_isolate *iso, js_value code);

/* Calls run(iso, code) within limits. JS_EMPTY: exception pending. */
js_value script_run_limited(js_isolate *iso, const script_limits *limits,
                            script_runner *run, js_value code);

#endif
