/* Objects, arrays, and the maps and sets that `util.inspect` looks into. */
#ifndef ENGINE_OBJECT_H_
#define ENGINE_OBJECT_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

js_value js_object(js_isolate *iso);

/* An object with the given prototype (null allowed) and own data properties,
 * made in one step. `names` must be unique internalized strings or symbols.
 * V8 makes it a dictionary: right for names that differ each time (headers),
 * but slow to read. A record of always the same names is made three times
 * faster, and read much faster, by a function of lib/ that returns a literal.
 */
js_value js_object_with(js_isolate *iso, js_value prototype,
                        const js_value *names, const js_value *values,
                        size_t count);

/* Property access as in JavaScript: getters, setters and proxies run. Keys are
 * strings or symbols. js_get returns JS_EMPTY and js_set false if they throw.
 */
js_value js_get(js_isolate *iso, js_value object, js_value key);
js_value js_get_index(js_isolate *iso, js_value object, uint32_t index);
js_value js_get_named(js_isolate *iso, js_value object, const char *name);
bool js_set(js_isolate *iso, js_value object, js_value key, js_value value);
bool js_set_index(js_isolate *iso, js_value object, uint32_t index,
                  js_value value);
bool js_set_named(js_isolate *iso, js_value object, const char *name,
                  js_value value);

/* *has is the answer; false: exception pending. */
bool js_has(js_isolate *iso, js_value object, js_value key, bool *has);
bool js_has_own(js_isolate *iso, js_value object, js_value key, bool *has);
bool js_delete(js_isolate *iso, js_value object, js_value key, bool *deleted);

enum {
  JS_PROPERTY_DEFAULT = 0,
  JS_READ_ONLY = 1,
  JS_DONT_ENUM = 2,
  JS_DONT_DELETE = 4,
};

/* Defines an own data property, whatever the prototype says. An object that
 * refuses (frozen, a proxy) throws a TypeError. */
bool js_define(js_isolate *iso, js_value object, js_value key, js_value value,
               int attributes);

/* Defines an own data property by an ASCII name; cannot run JavaScript. For
 * the objects that bindings build: one that refuses is left as it is. */
void js_define_named(js_isolate *iso, js_value object, const char *name,
                     js_value value);
void js_define_int32(js_isolate *iso, js_value object, const char *name,
                     int32_t value);

/* Private properties (js_private_for): invisible to programs. js_get_private
 * gives undefined if there is none. */
js_value js_get_private(js_isolate *iso, js_value object,
                        js_value private_name);
bool js_set_private(js_isolate *iso, js_value object, js_value private_name,
                    js_value value);

js_value js_prototype(js_isolate *iso, js_value object);
bool js_set_prototype(js_isolate *iso, js_value object, js_value prototype);

/* The name of the constructor that made the object, as a string, without
 * running getters. */
js_value js_constructor_name(js_isolate *iso, js_value object);

enum {
  JS_KEYS_ALL = 0,
  JS_KEYS_ONLY_ENUMERABLE = 2,
  JS_KEYS_SKIP_STRINGS = 8,
  JS_KEYS_SKIP_SYMBOLS = 16,
  JS_KEYS_SKIP_INDICES = 1 << 16, /* ours: no array indices */
};

/* An array of own property keys, filtered. */
js_value js_own_keys(js_isolate *iso, js_value object, int filter);

/* Whether the object was made by a js_class (function.h). */
bool js_object_is_native(js_value object);

/* Object.freeze. */
bool js_freeze(js_isolate *iso, js_value object);

/* --- Arrays -----------------------------------------------------------------
 */

js_value js_array(js_isolate *iso, uint32_t length);
js_value js_array_from(js_isolate *iso, const js_value *elements, size_t count);
uint32_t js_array_length(js_value array);

/* Copies the first `count` elements of an array into handles, undefined for
 * those it does not have. Returns false with the exception pending if an
 * element's getter throws. */
bool js_array_read(js_isolate *iso, js_value array, js_value *elements,
                   uint32_t count);

/* --- Looking inside, for inspection ----------------------------------------
 */

/* The entries of a Map, Set, WeakMap, WeakSet or an iterator of them as a flat
 * array; *is_key_value tells whether they come in pairs. JS_EMPTY without an
 * exception if the value is none of these. */
js_value js_preview_entries(js_isolate *iso, js_value object,
                            bool *is_key_value);

/* A proxy's target or handler; null if it was revoked. */
js_value js_proxy_target(js_value proxy);
js_value js_proxy_handler(js_value proxy);

#ifdef __cplusplus
}
#endif
#endif
