/* What util.inspect and its kin need to see of the engine. */
#include "../runtime/binding.h"

/* (object, filter) -> array of own keys that are no array indices. */
static void get_own_non_index_properties(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value object = js_call_arg(call, 0);
  js_value filter = js_call_arg(call, 1);
  if (!js_is_object(object) || !js_is_int32(filter))
    return;
  int flags = js_int32_value(filter) | JS_KEYS_SKIP_INDICES;
  js_value keys = js_own_keys(iso, object, flags);
  if (keys != JS_EMPTY)
    js_return(call, keys);
}

/* (object) -> the name of the constructor that made it. */
static void get_constructor_name(js_call *call) {
  js_value object = js_call_arg(call, 0);
  if (!js_is_object(object))
    return;
  js_return(call, js_constructor_name(js_call_isolate(call), object));
}

/* (value, withHandler = true) -> undefined if it is no proxy; else
 * [target, handler], or the target alone (null if revoked). */
static void get_proxy_details(js_call *call) {
  js_value value = js_call_arg(call, 0);
  if (!js_is_kind(value, JS_KIND_PROXY))
    return;
  js_value target = js_proxy_target(value);
  if (js_call_count(call) > 1 && js_is_false(js_call_arg(call, 1))) {
    js_return(call, target);
    return;
  }
  js_value pair[] = {target, js_proxy_handler(value)};
  js_return(call, js_array_from(js_call_isolate(call), pair, 2));
}

/* (object) -> flat array of entries; (object, true) -> [entries, isKeyValue].
 * undefined for what has no entries. */
static void preview_entries(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value object = js_call_arg(call, 0);
  if (!js_is_object(object))
    return;
  bool is_key_value = false;
  js_value entries = js_preview_entries(iso, object, &is_key_value);
  if (entries == JS_EMPTY)
    return;
  if (js_call_count(call) < 2) {
    js_return(call, entries);
    return;
  }
  js_value pair[] = {entries, js_bool(iso, is_key_value)};
  js_return(call, js_array_from(iso, pair, 2));
}

/* (promise) -> [kPending], [kFulfilled, value] or [kRejected, reason]. */
static void get_promise_details(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value promise = js_call_arg(call, 0);
  if (!js_is_kind(promise, JS_KIND_PROMISE))
    return;
  js_promise_state state = js_promise_state_of(promise);
  js_value details[2] = {js_int32(iso, (int32_t)state), JS_EMPTY};
  size_t count = 1;
  if (state != JS_PROMISE_PENDING)
    details[count++] = js_promise_result(promise);
  js_return(call, js_array_from(iso, details, count));
}

/* (external) -> the address it carries, as a BigInt. */
static void get_external_value(js_call *call) {
  js_value external = js_call_arg(call, 0);
  if (!js_is_kind(external, JS_KIND_EXTERNAL))
    return;
  uint64_t address = (uint64_t)(uintptr_t)js_external_value(external);
  js_return(call, js_bigint_uint64(js_call_isolate(call), address));
}

/* (count) -> array of {functionName, scriptName, ...}. */
static void get_call_sites(js_call *call) {
  js_value count = js_call_arg(call, 0);
  int frames = js_is_int32(count) ? js_int32_value(count) : 10;
  js_value sites = js_call_sites(js_call_isolate(call), frames);
  if (sites != JS_EMPTY)
    js_return(call, sites);
}

static const char *handle_type_name(uv_handle_type type) {
  switch (type) {
    case UV_TCP:
      return "TCP";
    case UV_TTY:
      return "TTY";
    case UV_UDP:
      return "UDP";
    case UV_FILE:
      return "FILE";
    case UV_NAMED_PIPE:
      return "PIPE";
    case UV_UNKNOWN_HANDLE:
      return "UNKNOWN";
    default:
      return "INVALID";
  }
}

/* (fd) -> 'FILE', 'PIPE', 'TCP', 'TTY', 'UDP', 'UNKNOWN' or 'INVALID'. */
static void guess_handle_type(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value fd = js_call_arg(call, 0);
  bool is_fd = js_is_int32(fd) && js_int32_value(fd) >= 0;
  const char *name =
      is_fd ? handle_type_name(uv_guess_handle(js_int32_value(fd))) : "INVALID";
  js_return(call, js_string_literal(iso, name));
}

/* (milliseconds): blocks the thread. */
static void sleep_ms(js_call *call) {
  js_value ms = js_call_arg(call, 0);
  if (js_is_uint32(ms))
    uv_sleep(js_uint32_value(ms));
}

static const js_native_entry natives[] = {
    {"getOwnNonIndexProperties", get_own_non_index_properties, 2, NULL},
    {"getConstructorName", get_constructor_name, 1, NULL},
    {"getProxyDetails", get_proxy_details, 2, NULL},
    {"previewEntries", preview_entries, 2, NULL},
    {"getPromiseDetails", get_promise_details, 1, NULL},
    {"getExternalValue", get_external_value, 1, NULL},
    {"getCallSites", get_call_sites, 1, NULL},
    {"guessHandleType", guess_handle_type, 1, NULL},
    {"sleep", sleep_ms, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "kPending", JS_PROMISE_PENDING);
  js_define_int32(iso, exports, "kFulfilled", JS_PROMISE_FULFILLED);
  js_define_int32(iso, exports, "kRejected", JS_PROMISE_REJECTED);
  js_define_int32(iso, exports, "ALL_PROPERTIES", JS_KEYS_ALL);
  js_define_int32(iso, exports, "ONLY_ENUMERABLE", JS_KEYS_ONLY_ENUMERABLE);
}

const binding util_binding = {"util", natives, NULL, NULL, init};
