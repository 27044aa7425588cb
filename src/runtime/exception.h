/* What happens to an exception that nothing has caught. */
#ifndef RUNTIME_EXCEPTION_H_
#define RUNTIME_EXCEPTION_H_

#include "env.h"

/* Gives what a catch holds to process's 'uncaughtException' (or what stands
 * for it); if that does not handle it, prints it and exits. The catch may be
 * closed afterwards. If execution was terminated nobody hears of it; a worker
 * that its parent stops calls no JavaScript after that. */
void exception_uncaught(env *env, js_catch *catch_);

/* The same for an exception at hand. `from_promise`: an unhandled rejection. */
void exception_uncaught_value(env *env, js_value exception, bool from_promise);

/* Puts the place where an error was thrown, its source line and carets above
 * its stack, once: what an uncaught error shows. Not for what is no object. */
void exception_decorate(js_isolate *iso, js_catch *catch_);

/* Says that an error's stack has its place above it already. */
void exception_mark_decorated(js_isolate *iso, js_value error);

/* Prints what a catch holds on stderr, plainly: for times when lib/ cannot. */
void exception_print(env *env, js_catch *catch_);

#endif
