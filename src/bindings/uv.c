/* libuv's error numbers and their texts. */
#include "../runtime/binding.h"

#define EACH_ERROR(name, text) {"UV_" #name, #name, text, UV_##name},
static const struct {
  const char *constant;
  const char *name;
  const char *text;
  int number;
} errors[] = {UV_ERRNO_MAP(EACH_ERROR)};

/* errname(number) */
static void native_errname(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char name[64];
  int number;
  if (!js_to_int32(iso, js_call_arg(call, 0), &number))
    return;
  uv_err_name_r(number, name, sizeof name);
  js_return(call, js_string_utf8(iso, name, JS_AUTO_LENGTH));
}

/* getErrorMessage(number) */
static void native_error_message(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char text[128];
  int number;
  if (!js_to_int32(iso, js_call_arg(call, 0), &number))
    return;
  uv_strerror_r(number, text, sizeof text);
  js_return(call, js_string_utf8(iso, text, JS_AUTO_LENGTH));
}

/* [[number, [name, text]], ...] */
static js_value error_map(js_isolate *iso) {
  size_t count = sizeof errors / sizeof errors[0];
  js_value list = js_array(iso, (uint32_t)count);
  for (size_t i = 0; i < count; i++) {
    js_value texts[] = {js_string_literal(iso, errors[i].name),
                        js_string_literal(iso, errors[i].text)};
    js_value row[] = {js_int32(iso, errors[i].number),
                      js_array_from(iso, texts, 2)};
    js_set_index(iso, list, (uint32_t)i, js_array_from(iso, row, 2));
  }
  return list;
}

static const js_native_entry uv_natives[] = {
    {"errname", native_errname, 1, NULL},
    {"getErrorMessage", native_error_message, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void uv_init(env *env, js_value exports) {
  for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
    js_define_int32(env->iso, exports, errors[i].constant, errors[i].number);
  }
  js_define_named(env->iso, exports, "errmap", error_map(env->iso));
}

const binding uv_binding = {
    .name = "uv", .natives = uv_natives, .init = uv_init};
