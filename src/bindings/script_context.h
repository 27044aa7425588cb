/* vm's contexts: what scripts run in beside the main context. */
#ifndef BINDINGS_SCRIPT_CONTEXT_H_
#define BINDINGS_SCRIPT_CONTEXT_H_

#include "../runtime/binding.h"

/* The class `Context`, part of the binding `script`. */
extern const js_class script_context_class;

/* The context of an instance of it, or NULL for any other value. */
js_context *script_context_of(js_value value);

#endif
