/* V8's structured serialisation, behind postMessage, structuredClone and
 * v8.serialize. */
#ifndef ENGINE_SERIALIZER_H_
#define ENGINE_SERIALIZER_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct js_serializer js_serializer;
typedef struct js_deserializer js_deserializer;

/* What the owner decides while values are written. Every field may be NULL;
 * the default throws a DataCloneError for what V8 cannot write itself. */
typedef struct js_serializer_hooks {
  /* Whether an object is one write_host_object takes (natives always are). */
  bool (*is_host_object)(void *data, js_value object, bool *is_host);
  bool (*write_host_object)(void *data, js_value object);
  /* The id under which a SharedArrayBuffer travels. */
  bool (*shared_array_buffer_id)(void *data, js_value buffer, uint32_t *id);
  /* The id under which a WebAssembly.Module travels. */
  bool (*wasm_module_id)(void *data, js_value module, uint32_t *id);
  /* Makes the DataCloneError for a message (a string): throws it. */
  void (*throw_data_clone_error)(void *data, js_value message);
  bool treat_views_as_host_objects;
} js_serializer_hooks;

js_serializer *js_serializer_new(js_isolate *iso,
                                 const js_serializer_hooks *hooks, void *data);

/* Whether typed arrays and DataViews go to write_host_object. */
void js_serializer_treat_views(js_serializer *serializer, bool as_host_objects);
void js_serializer_write_header(js_serializer *serializer);
bool js_serializer_write_value(js_serializer *serializer, js_value value);
void js_serializer_write_uint32(js_serializer *serializer, uint32_t value);
void js_serializer_write_uint64(js_serializer *serializer, uint64_t value);
void js_serializer_write_double(js_serializer *serializer, double value);
void js_serializer_write_bytes(js_serializer *serializer, const void *bytes,
                               size_t length);
void js_serializer_transfer_array_buffer(js_serializer *serializer, uint32_t id,
                                         js_value array_buffer);

/* Hands over what was written: memory from malloc(), the caller frees it. */
uint8_t *js_serializer_release(js_serializer *serializer, size_t *length);
void js_serializer_free(js_serializer *serializer);

typedef struct js_deserializer_hooks {
  js_value (*read_host_object)(void *data);
  js_value (*shared_array_buffer_from_id)(void *data, uint32_t id);
  js_value (*wasm_module_from_id)(void *data, uint32_t id);
} js_deserializer_hooks;

/* Reads from the caller's bytes, which must outlive the deserializer. */
js_deserializer *js_deserializer_new(js_isolate *iso, const uint8_t *bytes,
                                     size_t length,
                                     const js_deserializer_hooks *hooks,
                                     void *data);
bool js_deserializer_read_header(js_deserializer *deserializer);
js_value js_deserializer_read_value(js_deserializer *deserializer);
bool js_deserializer_read_uint32(js_deserializer *deserializer, uint32_t *out);
bool js_deserializer_read_uint64(js_deserializer *deserializer, uint64_t *out);
bool js_deserializer_read_double(js_deserializer *deserializer, double *out);
/* Points *bytes into the input. */
bool js_deserializer_read_bytes(js_deserializer *deserializer, size_t length,
                                const void **bytes);
uint32_t js_deserializer_version(js_deserializer *deserializer);
void js_deserializer_transfer_array_buffer(js_deserializer *deserializer,
                                           uint32_t id, js_value array_buffer);
void js_deserializer_free(js_deserializer *deserializer);

#ifdef __cplusplus
}
#endif
#endif
