/* Functions, calls in both directions, and classes whose instances own a C
 * struct. */
#ifndef ENGINE_FUNCTION_H_
#define ENGINE_FUNCTION_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Inside a native -------------------------------------------------------
 */

js_isolate *js_call_isolate(js_call *call);
int js_call_count(js_call *call);

/* An argument; undefined if there are fewer. */
js_value js_call_arg(js_call *call, int index);
js_value js_call_this(js_call *call);

/* Whether the call is `new F()`. */
bool js_call_is_construct(js_call *call);

/* Sets the value that JavaScript gets; undefined if none is set. The typed
 * ones make no handle. */
void js_return(js_call *call, js_value value);
void js_return_int32(js_call *call, int32_t value);
void js_return_uint32(js_call *call, uint32_t value);
void js_return_double(js_call *call, double value);
void js_return_bool(js_call *call, bool value);
void js_return_null(js_call *call);

/* --- Calling JavaScript -----------------------------------------------------
 */

/* Calls a function. JS_EMPTY: exception pending. Does not run ticks or
 * microtasks: see runtime/callback.h for calls from the event loop. */
js_value js_function_call(js_isolate *iso, js_value function, js_value self,
                          int count, const js_value *arguments);
js_value js_function_construct(js_isolate *iso, js_value function, int count,
                               const js_value *arguments);

/* A function from a native, outside any table: allowed at run time only, not
 * while a snapshot is made. `data` comes back from js_call_data. */
js_value js_function(js_isolate *iso, const char *name, js_native native,
                     js_value data);
js_value js_call_data(js_call *call);
void js_function_set_name(js_isolate *iso, js_value function, js_value name);

/* --- Tables of natives -------------------------------------------------------
 */

/* What V8's optimised code may call without leaving machine code: a C function
 * with plain numbers, described by its result and parameter types.
 * The first parameter (the receiver) is a js_value and not listed. */
typedef enum {
  JS_FAST_END,
  JS_FAST_VOID,
  JS_FAST_BOOL,
  JS_FAST_INT32,
  JS_FAST_UINT32,
  JS_FAST_DOUBLE,
  JS_FAST_VALUE,
} js_fast_type;

typedef struct js_fast {
  const void *function;
  js_fast_type result;
  js_fast_type parameters[6]; /* ends with JS_FAST_END (0) */
} js_fast;

/* A row of a binding's table. Ends with a row whose name is NULL. `length` is
 * the function's `length` property. */
typedef struct js_native_entry {
  const char *name;
  js_native call;
  int length;
  const js_fast *fast; /* or NULL */
} js_native_entry;

/* Getter and setter (or NULL) of a class's prototype. Ends with name NULL. */
typedef struct js_accessor_entry {
  const char *name;
  js_native get;
  js_native set;
} js_accessor_entry;

/* A class whose instances own a C struct. Declared `static const`, one per
 * class, and listed in its binding's table.
 *
 * An instance is made by `new Class()` in JavaScript (then `construct` runs and
 * must js_wrap or throw) or by js_class_instance in C. Its C struct is reached
 * by js_unwrap, a checked cast. `finalize` runs when the instance was collected
 * or at teardown, at most once, with the pointer given to js_wrap; never during
 * garbage collection. */
typedef struct js_class js_class;
struct js_class {
  const char *name;
  js_native construct; /* NULL: `new` throws TypeError "Illegal constructor" */
  const js_native_entry *methods;                  /* or NULL */
  const js_accessor_entry *accessors;              /* or NULL */
  const js_class *parent;                          /* or NULL */
  void (*finalize)(js_isolate *iso, void *native); /* or NULL */
};

/* Adds a table's functions to an object. */
void js_define_natives(js_isolate *iso, js_value object,
                       const js_native_entry *entries);

/* The constructor function of a class. The same one each time in an isolate,
 * also across the snapshot. */
js_value js_class_constructor(js_isolate *iso, const js_class *class_);

/* A new instance, without running `construct`. */
js_value js_class_instance(js_isolate *iso, const js_class *class_);

/* Ties a C struct to an instance. If `strong` the instance is kept alive (as
 * an open handle is) until js_wrap_make_weak; otherwise it is collected when
 * JavaScript drops it, and `finalize` runs. */
typedef struct js_wrap js_wrap;
js_wrap *js_wrap_new(js_isolate *iso, js_value instance, const js_class *class_,
                     void *native, bool strong);

/* The instance, while alive. */
js_value js_wrap_object(js_isolate *iso, js_wrap *wrap);
void js_wrap_make_weak(js_wrap *wrap);
void js_wrap_make_strong(js_wrap *wrap);

/* Cuts the tie: js_unwrap then gives NULL, `finalize` is not called. For a
 * struct that C frees itself. Frees the js_wrap. */
void js_wrap_free(js_wrap *wrap);

/* The struct of an instance of this class or of one derived from it, or NULL
 * (nothing thrown) for any other value. */
void *js_unwrap(js_value value, const js_class *class_);

/* The struct of `this`; NULL with a TypeError "Illegal invocation" pending if
 * `this` is no such instance. */
void *js_call_unwrap(js_call *call, const js_class *class_);

/* --- Slots
 * -------------------------------------------------------------------- */

/* Values that C reaches by a number: the functions of lib/ that the event loop
 * calls, and the like. They live in the main context and are part of the
 * snapshot, which js_refs cannot be. Indices: runtime/slots.h.
 * js_slot_get gives undefined for one never set. */
void js_slot_set(js_isolate *iso, int index, js_value value);
js_value js_slot_get(js_isolate *iso, int index);

#ifdef __cplusplus
}
#endif
#endif
