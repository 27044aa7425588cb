/* Throwing, catching, stack traces and messages. */
#ifndef ENGINE_ERROR_H_
#define ENGINE_ERROR_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Throwing: makes an exception pending --------------------------------- */

void js_throw(js_isolate *iso, js_value exception);

/* The message is UTF-8; `code` (may be NULL) becomes the property `code`, as
 * Node's errors have it, and stands in the stack as `Name [CODE]: message`. */
void js_throw_error(js_isolate *iso, const char *code, const char *message);
void js_throw_type_error(js_isolate *iso, const char *code,
                         const char *message);
void js_throw_range_error(js_isolate *iso, const char *code,
                          const char *message);
void js_throw_out_of_memory(js_isolate *iso); /* ERR_MEMORY_ALLOCATION_FAILED */

/* --- Making errors -------------------------------------------------------- */

typedef enum {
  JS_ERROR,
  JS_TYPE_ERROR,
  JS_RANGE_ERROR,
  JS_SYNTAX_ERROR,
  JS_REFERENCE_ERROR,
} js_error_type;
js_value js_error(js_isolate *iso, js_error_type type, js_value message);

/* --- Catching ------------------------------------------------------------- */

/* Catches what is thrown while it is open. Storage is the caller's, on the
 * stack. The exception stays here until the catch is closed; js_catch_rethrow
 * makes it pending again for the next one outside. */
typedef struct js_catch {
  uint64_t storage[12];
} js_catch;

void js_catch_open(js_isolate *iso, js_catch *catch_);
bool js_catch_has_caught(js_catch *catch_);

/* JS_EMPTY if there is none, or if the isolate is being terminated. */
js_value js_catch_exception(js_catch *catch_);

/* Whether execution was stopped by js_isolate_terminate. */
bool js_catch_has_terminated(js_catch *catch_);
void js_catch_rethrow(js_catch *catch_);
void js_catch_reset(js_catch *catch_);
void js_catch_close(js_catch *catch_);

/* Whether what is caught is also told to js_isolate_on_message, as if nothing
 * had caught it. It is not unless this is set. */
void js_catch_set_verbose(js_catch *catch_, bool verbose);

/* --- Where an exception comes from ---------------------------------------- */

/* The place of an exception: what is printed above its stack. Strings are
 * JS_EMPTY where unknown; columns are 0-based. */
typedef struct js_error_place {
  js_value script_name;
  js_value source_line;
  int line; /* 1-based; 0: unknown */
  int start_column;
  int end_column;
} js_error_place;
bool js_error_place_of(js_isolate *iso, js_value exception,
                       js_error_place *place);
/* As above, for what a catch holds: also knows syntax errors' places. */
bool js_catch_place(js_catch *catch_, js_error_place *place);

/* The current stack as text ("    at f (file:1:2)\n..."), at most `frames`
 * frames, without running the program's prepareStackTrace. */
js_value js_stack_text(js_isolate *iso, int frames);

/* The script name (string or undefined) of the innermost JavaScript frame. */
js_value js_current_script_name(js_isolate *iso);

/* An array of {functionName, scriptId, scriptName, lineNumber, columnNumber,
 * column}: `util.getCallSites`. Without the program's prepareStackTrace. */
js_value js_call_sites(js_isolate *iso, int frames);

/* Called by V8 when an error's `stack` is first read:
 * prepare(error, array of CallSite, global object of the error's context) ->
 * the stack's value. Undefined: V8 formats stacks itself, much faster, and
 * calls a program's Error.prepareStackTrace. Part of the snapshot. */
void js_prepare_stack_trace_set(js_isolate *iso, js_value prepare);

#ifdef __cplusplus
}
#endif
#endif
