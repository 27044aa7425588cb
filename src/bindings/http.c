/* What lib/ sees of HTTP. */
#include "http.h"

#include "../runtime/binding.h"

/* setCallbacks(onRequest, onResponse, ...): see http.h for the order. They are
 * part of the snapshot. */
static void http_native_set_callbacks(js_call *call) {
  for (int i = 0; i < HTTP_CALLBACK_COUNT; i++)
    js_slot_set(js_call_isolate(call), HTTP_ON_REQUEST + i,
                js_call_arg(call, i));
}

static const js_native_entry natives[] = {
    {"setCallbacks", http_native_set_callbacks, HTTP_CALLBACK_COUNT, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const classes[] = {
    &http_parser_class,
    &http_list_class,
    NULL,
};

/* methods[number] is a method's name; RTSP's are not HTTP's. */
static void define_methods(js_isolate *iso, js_value exports) {
  js_value methods = js_array(iso, 0);
#define ADD_METHOD(number, name, string) \
  js_set_index(iso, methods, number, js_string_literal(iso, #string));
  HTTP_METHOD_MAP(ADD_METHOD)
#undef ADD_METHOD
  js_define_named(iso, exports, "methods", methods);
}

static void define_constants(js_isolate *iso, js_value exports) {
  static const struct {
    const char *name;
    int32_t value;
  } constants[] = {
      {"kKeepAlive", HTTP_KEEP_ALIVE},     {"kUpgrade", HTTP_UPGRADE},
      {"kNoBody", HTTP_NO_BODY},           {"kHasHost", HTTP_HAS_HOST},
      {"kHasExpect", HTTP_HAS_EXPECT},     {"kHasLength", HTTP_HAS_LENGTH},
      {"kSendChunked", HTTP_SEND_CHUNKED}, {"kSendLast", HTTP_SEND_LAST},
      {"kSendLatin1", HTTP_SEND_LATIN1},   {"kSendHold", HTTP_SEND_HOLD},
  };
  for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++)
    js_define_int32(iso, exports, constants[i].name, constants[i].value);
}

static void http_init(env *env, js_value exports) {
  define_methods(env->iso, exports);
  define_constants(env->iso, exports);
}

const binding http_binding = {
    .name = "http",
    .natives = natives,
    .classes = classes,
    .init = http_init,
};
