/* amaro's parts, for lib/internal/modules/typescript.js. */
#include <libdeflate.h>
#include <stdlib.h>

#include "../runtime/binding.h"

/* typescript.S */
extern const uint8_t amaro_script[], amaro_script_end[];
extern const uint8_t amaro_wasm[], amaro_wasm_end[];

static size_t script_length(void) {
  return (size_t)(amaro_script_end - amaro_script);
}

/* script(): the text of the module, used in place */
static void native_script(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value text = js_string_external_latin1(iso, (const char *)amaro_script,
                                            script_length(), NULL, NULL);
  if (text == JS_EMPTY) {
    js_throw_out_of_memory(iso);
  } else {
    js_return(call, text);
  }
}

/* A gzip member ends with the length of what is in it. */
static size_t unpacked_length(const uint8_t *end) {
  return (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 |
         (size_t)end[-1] << 24;
}

static uint8_t *unpack(size_t *length) {
  *length = unpacked_length(amaro_wasm_end);
  uint8_t *bytes = malloc(*length);
  struct libdeflate_decompressor *state = libdeflate_alloc_decompressor();
  enum libdeflate_result result = LIBDEFLATE_BAD_DATA;
  if (bytes != NULL && state != NULL) {
    result = libdeflate_gzip_decompress(state, amaro_wasm,
                                        (size_t)(amaro_wasm_end - amaro_wasm),
                                        bytes, *length, NULL);
  }
  libdeflate_free_decompressor(state);
  if (result == LIBDEFLATE_SUCCESS)
    return bytes;
  free(bytes);
  return NULL;
}

/* wasm(): the WebAssembly module's bytes */
static void native_wasm(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  size_t length;
  uint8_t *bytes = unpack(&length);
  js_value buffer = bytes ? js_buffer_adopt(iso, bytes, length) : JS_EMPTY;
  if (buffer == JS_EMPTY) {
    free(bytes);
    js_throw_out_of_memory(iso);
  } else {
    js_return(call, buffer);
  }
}

static void typescript_init(env *env, js_value exports) {
  js_define_named(env->iso, exports, "isAvailable",
                  js_bool(env->iso, script_length() > 0));
}

static const js_native_entry natives[] = {
    {"script", native_script, 0, NULL},
    {"wasm", native_wasm, 0, NULL},
    {NULL},
};

const binding typescript_binding = {
    .name = "typescript",
    .natives = natives,
    .init = typescript_init,
};
