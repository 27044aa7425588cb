/* The vocabulary of the door to V8: handles, and what every function shares.
 *
 * Nothing outside src/engine/ includes a V8 header. What the rest of the
 * runtime sees of JavaScript is declared here and in the headers beside this
 * one; js.h includes them all.
 *
 * Rules that hold for every function unless its contract says otherwise:
 *
 * - Thread: only the thread that has entered the isolate may call.
 * - A `js_value` is a handle into the innermost open scope (js_scope_open);
 *   it dies when that scope closes. A native runs in a scope of its own.
 * - A function that can run JavaScript or throw returns false (or JS_EMPTY)
 *   with the exception pending. The caller frees what it holds and returns at
 *   once; no other js_* function may be called with an exception pending,
 *   except the js_error_* ones and the scope functions.
 * - Lengths are in bytes unless the name says otherwise. Strings passed in as
 *   `const char *` with JS_AUTO_LENGTH end with NUL.
 * - Nothing here takes ownership of memory it is given, except where said.
 */
#ifndef ENGINE_TYPES_H_
#define ENGINE_TYPES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One JavaScript heap. Entered by one thread at a time. */
typedef struct js_isolate js_isolate;

/* A handle to a JavaScript value, valid until its scope closes. */
typedef struct js_opaque_value *js_value;

/* "No value": what functions return when an exception is pending. */
#define JS_EMPTY ((js_value)0)

/* A reference that outlives scopes. Owned by whoever made it. */
typedef struct js_ref js_ref;

/* A call from JavaScript into C, valid during the native only. */
typedef struct js_call js_call;

/* A C function that JavaScript can call. It reads arguments, `this` and sets
 * the result through `call` (see function.h). */
typedef void (*js_native)(js_call *call);

/* Stands for "up to the NUL" where a length is asked for. */
#define JS_AUTO_LENGTH ((size_t)-1)

/* A scope: the handles made while it is open die together. Storage is the
 * caller's, on the stack; scopes close in the reverse order of opening. */
typedef struct js_scope {
  uint64_t storage[4];
} js_scope;

/* Opens a scope. Needed by C code that the event loop calls (a native has one
 * already) and around loops that make many handles. */
void js_scope_open(js_isolate *iso, js_scope *scope);

/* Closes the innermost open scope. */
void js_scope_close(js_scope *scope);

/* As js_scope_open, with room to hand one value to the surrounding scope. */
typedef struct js_escape_scope {
  uint64_t storage[8];
} js_escape_scope;
void js_escape_scope_open(js_isolate *iso, js_escape_scope *scope);

/* Moves a value to the scope around `scope`. Once per scope. */
js_value js_escape(js_escape_scope *scope, js_value value);
void js_escape_scope_close(js_escape_scope *scope);

/* --- References ---------------------------------------------------------- */

/* Makes a strong reference. Returns NULL only where memory is exhausted. */
js_ref *js_ref_new(js_isolate *iso, js_value value);

/* A new handle for what the reference holds; JS_EMPTY if it is weak and its
 * value has been collected. */
js_value js_ref_get(js_isolate *iso, js_ref *ref);

/* Lets the value be collected. `finalize` (or NULL) is called once, after the
 * value is gone, from the event loop, never during garbage collection, or from
 * js_isolate_free; it must not expect the value. The ref stays valid (empty)
 * until js_ref_free, after which `finalize` is not called any more. A value
 * that is gone already changes nothing. */
void js_ref_make_weak(js_ref *ref, void *data, void (*finalize)(void *data));

/* Holds the value again. Returns false if it has been collected. */
bool js_ref_make_strong(js_ref *ref);

/* Frees the reference. NULL is allowed; so is a time after js_isolate_free. */
void js_ref_free(js_ref *ref);

#ifdef __cplusplus
}
#endif
#endif
