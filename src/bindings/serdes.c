/* v8.Serializer and v8.Deserializer: V8's structured serialisation, with what
 * it cannot write itself left to methods of the JavaScript object. */
#include <stdio.h>
#include <stdlib.h>

#include "../runtime/binding.h"

/* Calls a method of the object behind a wrap. *is_there tells whether it has
 * such a method; JS_EMPTY with it: exception pending. */
static js_value method_call(js_isolate *iso, js_value self, const char *name,
                            int count, const js_value *arguments,
                            bool *is_there) {
  js_value method = js_get_named(iso, self, name);
  *is_there = method == JS_EMPTY || js_is_function(method);
  if (method == JS_EMPTY || !*is_there)
    return JS_EMPTY;
  return js_function_call(iso, method, self, count, arguments);
}

static void bytes_argument_throw(js_isolate *iso, const char *name) {
  char message[80];
  snprintf(message, sizeof message, "%s must be a TypedArray or a DataView",
           name);
  js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE", message);
}

/* The number of an argument; false: exception pending. */
static bool uint32_argument(js_call *call, int index, uint32_t *out) {
  return js_to_uint32(js_call_isolate(call), js_call_arg(call, index), out);
}

/* --- Serializer
 * --------------------------------------------------------------------- */

typedef struct serializer {
  js_isolate *iso;
  js_serializer *serializer;
  js_wrap *wrap;
} serializer;

static const js_class serializer_class;

static void serializer_finalize(js_isolate *iso, void *native) {
  serializer *self = native;
  js_serializer_free(self->serializer);
  free(self);
}

static void data_clone_error_throw(void *data, js_value message) {
  serializer *self = data;
  js_isolate *iso = self->iso;
  bool is_there;
  js_value error = method_call(iso, js_wrap_object(iso, self->wrap),
                               "_getDataCloneError", 1, &message, &is_there);
  if (error == JS_EMPTY && is_there)
    return;
  js_throw(iso, error ? error : js_error(iso, JS_ERROR, message));
}

/* "#<Name> could not be cloned.", as V8 says it. */
static void not_cloneable_throw(serializer *self, js_value object) {
  char message[160];
  char *name = js_string_to_utf8(self->iso,
                                 js_constructor_name(self->iso, object), NULL);
  snprintf(message, sizeof message, "#<%s> could not be cloned.",
           name ? name : "Object");
  free(name);
  data_clone_error_throw(self,
                         js_string_utf8(self->iso, message, JS_AUTO_LENGTH));
}

static bool host_object_write(void *data, js_value object) {
  serializer *self = data;
  bool is_there;
  js_value done = method_call(self->iso, js_wrap_object(self->iso, self->wrap),
                              "_writeHostObject", 1, &object, &is_there);
  if (!is_there)
    not_cloneable_throw(self, object);
  return done != JS_EMPTY;
}

static bool shared_buffer_id(void *data, js_value buffer, uint32_t *id) {
  serializer *self = data;
  bool is_there;
  js_value value =
      method_call(self->iso, js_wrap_object(self->iso, self->wrap),
                  "_getSharedArrayBufferId", 1, &buffer, &is_there);
  if (!is_there)
    not_cloneable_throw(self, buffer);
  return value != JS_EMPTY && js_to_uint32(self->iso, value, id);
}

static const js_serializer_hooks serializer_hooks = {
    .write_host_object = host_object_write,
    .shared_array_buffer_id = shared_buffer_id,
    .throw_data_clone_error = data_clone_error_throw,
};

static void serializer_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  serializer *self = calloc(1, sizeof *self);
  if (self == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  self->iso = iso;
  self->serializer = js_serializer_new(iso, &serializer_hooks, self);
  self->wrap =
      js_wrap_new(iso, js_call_this(call), &serializer_class, self, false);
  if (self->wrap == NULL)
    serializer_finalize(iso, self);
}

static void serializer_write_header(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  if (self)
    js_serializer_write_header(self->serializer);
}

static void serializer_write_value(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  if (self && js_serializer_write_value(self->serializer, js_call_arg(call, 0)))
    js_return_bool(call, true);
}

static void serializer_release_buffer(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  serializer *self = js_call_unwrap(call, &serializer_class);
  if (self == NULL)
    return;
  size_t length;
  uint8_t *bytes = js_serializer_release(self->serializer, &length);
  js_value buffer =
      bytes ? js_buffer_adopt(iso, bytes, length) : js_buffer_copy(iso, "", 0);
  if (buffer == JS_EMPTY) {
    free(bytes);
    js_throw_out_of_memory(iso);
    return;
  }
  js_return(call, buffer);
}

static void serializer_transfer_array_buffer(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  js_value buffer = js_call_arg(call, 1);
  uint32_t id;
  if (self == NULL || !uint32_argument(call, 0, &id))
    return;
  if (!js_is_kind(buffer, JS_KIND_ARRAY_BUFFER)) {
    js_throw_type_error(self->iso, "ERR_INVALID_ARG_TYPE",
                        "arrayBuffer must be an ArrayBuffer");
    return;
  }
  js_serializer_transfer_array_buffer(self->serializer, id, buffer);
}

static void serializer_write_uint32(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  uint32_t value;
  if (self && uint32_argument(call, 0, &value))
    js_serializer_write_uint32(self->serializer, value);
}

/* writeUint64(high, low) */
static void serializer_write_uint64(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  uint32_t high, low;
  if (self && uint32_argument(call, 0, &high) && uint32_argument(call, 1, &low))
    js_serializer_write_uint64(self->serializer, (uint64_t)high << 32 | low);
}

static void serializer_write_double(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  double value;
  if (self && js_to_double(self->iso, js_call_arg(call, 0), &value))
    js_serializer_write_double(self->serializer, value);
}

static void serializer_write_raw_bytes(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  js_value view = js_call_arg(call, 0);
  js_bytes bytes;
  if (self == NULL)
    return;
  if (!js_is_kind(view, JS_KIND_ARRAY_BUFFER_VIEW) ||
      !js_bytes_of(view, &bytes)) {
    bytes_argument_throw(self->iso, "source");
    return;
  }
  js_serializer_write_bytes(self->serializer, bytes.data, bytes.length);
}

static void serializer_treat_views(js_call *call) {
  serializer *self = js_call_unwrap(call, &serializer_class);
  if (self)
    js_serializer_treat_views(self->serializer,
                              js_to_bool(self->iso, js_call_arg(call, 0)));
}

static const js_native_entry serializer_methods[] = {
    {"writeHeader", serializer_write_header, 0, NULL},
    {"writeValue", serializer_write_value, 1, NULL},
    {"releaseBuffer", serializer_release_buffer, 0, NULL},
    {"transferArrayBuffer", serializer_transfer_array_buffer, 2, NULL},
    {"writeUint32", serializer_write_uint32, 1, NULL},
    {"writeUint64", serializer_write_uint64, 2, NULL},
    {"writeDouble", serializer_write_double, 1, NULL},
    {"writeRawBytes", serializer_write_raw_bytes, 1, NULL},
    {"_setTreatArrayBufferViewsAsHostObjects", serializer_treat_views, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class serializer_class = {.name = "Serializer",
                                          .construct = serializer_construct,
                                          .methods = serializer_methods,
                                          .finalize = serializer_finalize};

/* --- Deserializer
 * ------------------------------------------------------------------- */

typedef struct deserializer {
  js_isolate *iso;
  js_deserializer *deserializer;
  js_wrap *wrap;
  js_store *store; /* keeps the bytes that are read */
  const uint8_t *bytes;
} deserializer;

static const js_class deserializer_class;

static void deserializer_finalize(js_isolate *iso, void *native) {
  deserializer *self = native;
  if (self->deserializer)
    js_deserializer_free(self->deserializer);
  js_store_free(self->store);
  free(self);
}

static js_value host_object_read(void *data) {
  deserializer *self = data;
  bool is_there;
  js_value object =
      method_call(self->iso, js_wrap_object(self->iso, self->wrap),
                  "_readHostObject", 0, NULL, &is_there);
  if (!is_there) {
    js_throw_error(self->iso, NULL, "Unable to deserialize cloned data.");
  } else if (object != JS_EMPTY && !js_is_object(object)) {
    js_throw_type_error(self->iso, "ERR_INVALID_RETURN_VALUE",
                        "readHostObject must return an object");
    return JS_EMPTY;
  }
  return object;
}

static const js_deserializer_hooks deserializer_hooks = {
    .read_host_object = host_object_read,
};

/* new Deserializer(view) */
static void deserializer_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value view = js_call_arg(call, 0), object = js_call_this(call);
  if (!js_is_kind(view, JS_KIND_ARRAY_BUFFER_VIEW)) {
    bytes_argument_throw(iso, "buffer");
    return;
  }
  deserializer *self = calloc(1, sizeof *self);
  /* First, as small arrays get memory of their own by it. */
  js_store *store = js_store_of(view);
  js_bytes bytes;
  if (self == NULL || store == NULL || !js_bytes_of(view, &bytes)) {
    free(self);
    if (store)
      js_store_free(store);
    js_throw_out_of_memory(iso);
    return;
  }
  *self = (deserializer){.iso = iso, .store = store, .bytes = bytes.data};
  self->deserializer = js_deserializer_new(iso, bytes.data, bytes.length,
                                           &deserializer_hooks, self);
  self->wrap = js_wrap_new(iso, object, &deserializer_class, self, false);
  if (self->wrap == NULL)
    deserializer_finalize(iso, self);
  else
    js_define_named(iso, object, "buffer", view);
}

static void read_failure_throw(js_isolate *iso, const char *what) {
  char message[40];
  snprintf(message, sizeof message, "%s() failed", what);
  js_throw_error(iso, NULL, message);
}

static void deserializer_read_header(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  if (self && js_deserializer_read_header(self->deserializer))
    js_return_bool(call, true);
}

static void deserializer_read_value(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  js_value value =
      self ? js_deserializer_read_value(self->deserializer) : JS_EMPTY;
  if (value != JS_EMPTY)
    js_return(call, value);
}

static void deserializer_wire_format_version(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  if (self)
    js_return_uint32(call, js_deserializer_version(self->deserializer));
}

static void deserializer_transfer_array_buffer(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  js_value buffer = js_call_arg(call, 1);
  uint32_t id;
  if (self == NULL || !uint32_argument(call, 0, &id))
    return;
  if (!js_is_kind(buffer, JS_KIND_ARRAY_BUFFER) &&
      !js_is_kind(buffer, JS_KIND_SHARED_ARRAY_BUFFER)) {
    js_throw_type_error(
        self->iso, "ERR_INVALID_ARG_TYPE",
        "arrayBuffer must be an ArrayBuffer or SharedArrayBuffer");
    return;
  }
  js_deserializer_transfer_array_buffer(self->deserializer, id, buffer);
}

static void deserializer_read_uint32(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  uint32_t value;
  if (self == NULL)
    return;
  if (js_deserializer_read_uint32(self->deserializer, &value))
    js_return_uint32(call, value);
  else
    read_failure_throw(self->iso, "ReadUint32");
}

/* readUint64(): [high, low] */
static void deserializer_read_uint64(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  uint64_t value;
  if (self == NULL)
    return;
  if (!js_deserializer_read_uint64(self->deserializer, &value)) {
    read_failure_throw(self->iso, "ReadUint64");
    return;
  }
  js_value pair[] = {js_uint32(self->iso, (uint32_t)(value >> 32)),
                     js_uint32(self->iso, (uint32_t)value)};
  js_return(call, js_array_from(self->iso, pair, 2));
}

static void deserializer_read_double(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  double value;
  if (self == NULL)
    return;
  if (js_deserializer_read_double(self->deserializer, &value))
    js_return_double(call, value);
  else
    read_failure_throw(self->iso, "ReadDouble");
}

/* _readRawBytes(length): where they begin in the buffer */
static void deserializer_read_raw_bytes(js_call *call) {
  deserializer *self = js_call_unwrap(call, &deserializer_class);
  int64_t length;
  const void *bytes;
  if (self == NULL || !js_to_int64(self->iso, js_call_arg(call, 0), &length))
    return;
  if (length >= 0 &&
      js_deserializer_read_bytes(self->deserializer, (size_t)length, &bytes)) {
    js_return_double(call, (double)((const uint8_t *)bytes - self->bytes));
  } else {
    read_failure_throw(self->iso, "ReadRawBytes");
  }
}

static const js_native_entry deserializer_methods[] = {
    {"readHeader", deserializer_read_header, 0, NULL},
    {"readValue", deserializer_read_value, 0, NULL},
    {"getWireFormatVersion", deserializer_wire_format_version, 0, NULL},
    {"transferArrayBuffer", deserializer_transfer_array_buffer, 2, NULL},
    {"readUint32", deserializer_read_uint32, 0, NULL},
    {"readUint64", deserializer_read_uint64, 0, NULL},
    {"readDouble", deserializer_read_double, 0, NULL},
    {"_readRawBytes", deserializer_read_raw_bytes, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class deserializer_class = {.name = "Deserializer",
                                            .construct = deserializer_construct,
                                            .methods = deserializer_methods,
                                            .finalize = deserializer_finalize};

/* free(serializer or deserializer): at once, not when it is collected; it must
 * not be used any more */
static void native_free(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value object = js_call_arg(call, 0);
  serializer *writer = js_unwrap(object, &serializer_class);
  deserializer *reader = js_unwrap(object, &deserializer_class);
  if (writer) {
    js_wrap_free(writer->wrap);
    serializer_finalize(iso, writer);
  } else if (reader) {
    js_wrap_free(reader->wrap);
    deserializer_finalize(iso, reader);
  }
}

static const js_native_entry serdes_natives[] = {
    {"free", native_free, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const serdes_classes[] = {&serializer_class,
                                                 &deserializer_class, NULL};

const binding serdes_binding = {
    .name = "serdes", .natives = serdes_natives, .classes = serdes_classes};
