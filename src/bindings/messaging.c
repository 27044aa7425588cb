/* internalBinding('messaging'): structured clones of values. */
#include <stdlib.h>

#include "../runtime/binding.h"

/* One clone() in progress. The values are handles of the native's scope. */
typedef struct cloner {
  js_isolate *iso;
  js_serializer *serializer;
  js_deserializer *deserializer;

  /* Functions of lib/internal/structured_clone.js, for objects of our own
   * classes. */
  js_value symbol; /* what such objects have on their prototype */
  js_value write;  /* (object) -> [index, data], undefined: a plain object */
  js_value read;   /* (index, data) -> object */
  js_value throw_error; /* (message): throws a DataCloneError */

  js_store **shared; /* SharedArrayBuffers met, by id */
  uint32_t shared_count;
  js_store **moved; /* the memory of transferred ArrayBuffers, by id */
  uint32_t moved_count;

  /* What is_host_object got from `write`, for write_host_object. */
  js_value host_record;
  /* Objects of our classes are made before the rest is read, since V8 allows
   * no JavaScript while it reads: an array of records, then of objects. */
  js_value hosts;
  uint32_t host_count;
} cloner;

/* --- Writing --- */

static js_value call(cloner *cloner, js_value function, int count,
                     const js_value *arguments) {
  return js_function_call(cloner->iso, function, js_undefined(cloner->iso),
                          count, arguments);
}

static void throw_data_clone_error(void *data, js_value message) {
  cloner *cloner = data;
  call(cloner, cloner->throw_error, 1, &message);
}

static bool is_host_object(void *data, js_value object, bool *is_host) {
  cloner *cloner = data;
  bool has = false;
  *is_host = false;
  if (!js_has(cloner->iso, object, cloner->symbol, &has))
    return false;
  if (!has)
    return true;
  cloner->host_record = call(cloner, cloner->write, 1, &object);
  if (cloner->host_record == JS_EMPTY)
    return false;
  *is_host = js_is_object(cloner->host_record);
  return true;
}

static bool write_host_object(void *data, js_value object) {
  cloner *cloner = data;
  js_isolate *iso = cloner->iso;
  js_value record = cloner->host_record;
  cloner->host_record = JS_EMPTY;
  if (record == JS_EMPTY) { /* an object of a C class: none can be cloned */
    js_value name = js_constructor_name(iso, object);
    js_value text = js_string_literal(iso, " object could not be cloned.");
    throw_data_clone_error(cloner, js_string_concat(iso, name, text));
    return false;
  }
  js_serializer_write_uint32(cloner->serializer, cloner->host_count);
  return js_set_index(iso, cloner->hosts, cloner->host_count++, record);
}

static bool shared_array_buffer_id(void *data, js_value buffer, uint32_t *id) {
  cloner *cloner = data;
  size_t size = (cloner->shared_count + 1) * sizeof *cloner->shared;
  js_store **shared = realloc(cloner->shared, size);
  if (shared == NULL) {
    js_throw_out_of_memory(cloner->iso);
    return false;
  }
  cloner->shared = shared;
  *id = cloner->shared_count;
  shared[cloner->shared_count++] = js_store_of(buffer);
  return true;
}

static const js_serializer_hooks write_hooks = {
    .is_host_object = is_host_object,
    .write_host_object = write_host_object,
    .shared_array_buffer_id = shared_array_buffer_id,
    .throw_data_clone_error = throw_data_clone_error,
};

/* Writes the value, and then takes the memory out of transferred buffers. */
static bool write_value(cloner *cloner, js_value value, js_value transfer) {
  js_isolate *iso = cloner->iso;
  cloner->moved_count = js_array_length(transfer);
  for (uint32_t id = 0; id < cloner->moved_count; id++) {
    js_serializer_transfer_array_buffer(cloner->serializer, id,
                                        js_get_index(iso, transfer, id));
  }
  js_serializer_write_header(cloner->serializer);
  if (!js_serializer_write_value(cloner->serializer, value))
    return false;
  cloner->moved = calloc(cloner->moved_count + 1, sizeof *cloner->moved);
  if (cloner->moved == NULL) {
    js_throw_out_of_memory(iso);
    return false;
  }
  for (uint32_t id = 0; id < cloner->moved_count; id++) {
    js_value buffer = js_get_index(iso, transfer, id);
    cloner->moved[id] = js_store_of(buffer);
    if (!js_array_buffer_detach(iso, buffer))
      return false;
  }
  return true;
}

/* --- Reading --- */

static js_value read_host_object(void *data) {
  cloner *cloner = data;
  uint32_t index = 0;
  if (!js_deserializer_read_uint32(cloner->deserializer, &index)) {
    return JS_EMPTY;
  }
  return js_get_index(cloner->iso, cloner->hosts, index);
}

static js_value shared_array_buffer_from_id(void *data, uint32_t id) {
  cloner *cloner = data;
  if (id >= cloner->shared_count)
    return JS_EMPTY;
  return js_store_array_buffer(cloner->iso, cloner->shared[id]);
}

static const js_deserializer_hooks read_hooks = {
    .read_host_object = read_host_object,
    .shared_array_buffer_from_id = shared_array_buffer_from_id,
};

static js_value read_value(cloner *cloner, const uint8_t *bytes,
                           size_t length) {
  js_isolate *iso = cloner->iso;
  if (cloner->host_count > 0) {
    cloner->hosts = call(cloner, cloner->read, 1, &cloner->hosts);
    if (cloner->hosts == JS_EMPTY)
      return JS_EMPTY;
  }
  cloner->deserializer =
      js_deserializer_new(iso, bytes, length, &read_hooks, cloner);
  for (uint32_t id = 0; id < cloner->moved_count; id++) {
    js_value buffer = js_store_array_buffer(iso, cloner->moved[id]);
    js_deserializer_transfer_array_buffer(cloner->deserializer, id, buffer);
  }
  js_value value = JS_EMPTY;
  if (js_deserializer_read_header(cloner->deserializer)) {
    value = js_deserializer_read_value(cloner->deserializer);
  }
  js_deserializer_free(cloner->deserializer);
  return value;
}

/* --- The native --- */

static void stores_free(js_store **stores, uint32_t count) {
  for (uint32_t i = 0; stores && i < count; i++) {
    if (stores[i])
      js_store_free(stores[i]);
  }
  free(stores);
}

/* clone(value, arrayBuffersToTransfer, symbol, write, read, throwError) */
static void native_clone(js_call *call) {
  cloner cloner = {
      .iso = js_call_isolate(call),
      .symbol = js_call_arg(call, 2),
      .write = js_call_arg(call, 3),
      .read = js_call_arg(call, 4),
      .throw_error = js_call_arg(call, 5),
      .hosts = js_array(js_call_isolate(call), 0),
  };
  cloner.serializer = js_serializer_new(cloner.iso, &write_hooks, &cloner);
  if (write_value(&cloner, js_call_arg(call, 0), js_call_arg(call, 1))) {
    size_t length = 0;
    uint8_t *bytes = js_serializer_release(cloner.serializer, &length);
    js_value value = read_value(&cloner, bytes, length);
    free(bytes);
    if (value != JS_EMPTY)
      js_return(call, value);
  }
  js_serializer_free(cloner.serializer);
  stores_free(cloner.shared, cloner.shared_count);
  stores_free(cloner.moved, cloner.moved_count);
}

static const js_native_entry natives[] = {
    {"clone", native_clone, 6, NULL},
    {NULL, NULL, 0, NULL},
};

const binding messaging_binding = {.name = "messaging", .natives = natives};
