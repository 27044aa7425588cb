/* The tables behind os.constants. */
#ifndef BINDINGS_OS_CONSTANTS_H_
#define BINDINGS_OS_CONSTANTS_H_

#include "../runtime/env.h"

/* Adds the objects errno, signals, priority and dlopen to the binding. */
void os_constants_define(env *env, js_value exports);

#endif
