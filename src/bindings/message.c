#include "message.h"

#include <stdlib.h>

/* One message being written or read. The values are handles of the caller's
 * scope. */
typedef struct cloner {
  env *env;
  js_isolate *iso;
  message *message;
  js_serializer *serializer;
  js_deserializer *deserializer;

  /* What is_host_object got from lib/, for write_host_object. */
  js_value host_record;
  /* Objects of lib/'s classes are made before the rest is read, since V8 allows
   * no JavaScript while it reads: an array of records, then of objects. */
  js_value hosts;
  uint32_t host_count;
} cloner;

static js_value call(cloner *cloner, int slot, int count,
                     const js_value *arguments) {
  js_isolate *iso = cloner->iso;
  return js_function_call(iso, js_slot_get(iso, slot), js_undefined(iso), count,
                          arguments);
}

/* --- Writing --- */

static void throw_data_clone_error(void *data, js_value message) {
  call(data, SLOT_MESSAGE_THROW, 1, &message);
}

static bool is_host_object(void *data, js_value object, bool *is_host) {
  cloner *cloner = data;
  bool has = false;
  *is_host = false;
  if (!js_has(cloner->iso, object,
              js_slot_get(cloner->iso, SLOT_MESSAGE_SYMBOL), &has))
    return false;
  if (!has)
    return true;
  cloner->host_record = call(cloner, SLOT_MESSAGE_WRITE, 1, &object);
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
  message *message = cloner->message;
  size_t size = (message->shared_count + 1) * sizeof *message->shared;
  js_store **shared = realloc(message->shared, size);
  if (shared == NULL) {
    js_throw_out_of_memory(cloner->iso);
    return false;
  }
  message->shared = shared;
  *id = message->shared_count;
  shared[message->shared_count++] = js_store_of(buffer);
  return true;
}

static bool wasm_module_id(void *data, js_value module, uint32_t *id) {
  cloner *cloner = data;
  message *message = cloner->message;
  size_t size =
      (message->wasm_module_count + 1) * sizeof *message->wasm_modules;
  js_wasm_module **modules = realloc(message->wasm_modules, size);
  if (modules)
    message->wasm_modules = modules;
  js_wasm_module *code = modules ? js_wasm_module_of(module) : NULL;
  if (code == NULL) {
    js_throw_out_of_memory(cloner->iso);
    return false;
  }
  *id = message->wasm_module_count;
  modules[message->wasm_module_count++] = code;
  return true;
}

static const js_serializer_hooks write_hooks = {
    .is_host_object = is_host_object,
    .write_host_object = write_host_object,
    .shared_array_buffer_id = shared_array_buffer_id,
    .wasm_module_id = wasm_module_id,
    .throw_data_clone_error = throw_data_clone_error,
};

static bool bytes_write(cloner *cloner, js_value value, js_value transfer) {
  js_isolate *iso = cloner->iso;
  uint32_t count = js_array_length(transfer);
  for (uint32_t id = 0; id < count; id++) {
    js_serializer_transfer_array_buffer(cloner->serializer, id,
                                        js_get_index(iso, transfer, id));
  }
  js_serializer_write_header(cloner->serializer);
  if (!js_serializer_write_value(cloner->serializer, value))
    return false;
  message *message = cloner->message;
  message->bytes = js_serializer_release(cloner->serializer, &message->length);
  return true;
}

/* Takes the memory out of transferred buffers. */
static bool buffers_move(cloner *cloner, js_value transfer) {
  message *message = cloner->message;
  uint32_t count = js_array_length(transfer);
  message->moved = calloc(count + 1, sizeof *message->moved);
  if (message->moved == NULL) {
    js_throw_out_of_memory(cloner->iso);
    return false;
  }
  for (; message->moved_count < count; message->moved_count++) {
    js_value buffer = js_get_index(cloner->iso, transfer, message->moved_count);
    message->moved[message->moved_count] = js_store_of(buffer);
    if (!js_array_buffer_detach(cloner->iso, buffer))
      return false;
  }
  return true;
}

static bool ports_move(cloner *cloner, js_value ports) {
  message *message = cloner->message;
  uint32_t count = js_array_length(ports);
  if (count == 0)
    return true;
  message->ends = calloc(count, sizeof *message->ends);
  if (message->ends == NULL) {
    js_throw_out_of_memory(cloner->iso);
    return false;
  }
  message->end_count = count;
  for (uint32_t i = 0; i < count; i++)
    message->ends[i] = port_handle_detach(js_get_index(cloner->iso, ports, i));
  return true;
}

/* What stands for objects of lib/'s classes is a message within the message. */
static bool hosts_write(cloner *cloner) {
  if (cloner->host_count == 0)
    return true;
  js_value nothing = js_array(cloner->iso, 0);
  cloner->message->hosts =
      message_write(cloner->env, cloner->hosts, nothing, nothing);
  return cloner->message->hosts != NULL;
}

message *message_write(env *env, js_value value, js_value transfer,
                       js_value ports) {
  js_isolate *iso = env->iso;
  cloner cloner = {.env = env, .iso = iso, .message = message_new()};
  if (cloner.message == NULL) {
    js_throw_out_of_memory(iso);
    return NULL;
  }
  cloner.hosts = js_array(iso, 0);
  cloner.serializer = js_serializer_new(iso, &write_hooks, &cloner);
  bool ok = bytes_write(&cloner, value, transfer) && hosts_write(&cloner) &&
            buffers_move(&cloner, transfer) && ports_move(&cloner, ports);
  js_serializer_free(cloner.serializer);
  if (ok)
    return cloner.message;
  message_free(cloner.message);
  return NULL;
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
  if (id >= cloner->message->shared_count)
    return JS_EMPTY;
  return js_store_array_buffer(cloner->iso, cloner->message->shared[id]);
}

static js_value wasm_module_from_id(void *data, uint32_t id) {
  cloner *cloner = data;
  const message *message = cloner->message;
  if (id >= message->wasm_module_count)
    return JS_EMPTY;
  return js_wasm_module_object(cloner->iso, message->wasm_modules[id]);
}

static const js_deserializer_hooks read_hooks = {
    .read_host_object = read_host_object,
    .shared_array_buffer_from_id = shared_array_buffer_from_id,
    .wasm_module_from_id = wasm_module_from_id,
};

/* Gives the moved memory new ArrayBuffers. */
static void buffers_take(cloner *cloner) {
  message *message = cloner->message;
  for (uint32_t id = 0; id < message->moved_count; id++) {
    if (message->moved[id] == NULL)
      continue;
    js_value buffer = js_store_array_buffer(cloner->iso, message->moved[id]);
    js_deserializer_transfer_array_buffer(cloner->deserializer, id, buffer);
    js_store_free(message->moved[id]);
    message->moved[id] = NULL;
  }
}

static js_value bytes_read(cloner *cloner) {
  message *message = cloner->message;
  cloner->deserializer = js_deserializer_new(
      cloner->iso, message->bytes, message->length, &read_hooks, cloner);
  buffers_take(cloner);
  js_value value = JS_EMPTY;
  if (js_deserializer_read_header(cloner->deserializer))
    value = js_deserializer_read_value(cloner->deserializer);
  js_deserializer_free(cloner->deserializer);
  return value;
}

/* The MessagePorts of the message's ends; undefined where there are none. */
static js_value ports_take(cloner *cloner) {
  message *message = cloner->message;
  js_isolate *iso = cloner->iso;
  if (message->end_count == 0)
    return js_undefined(iso);
  js_value handles = js_array(iso, message->end_count);
  for (uint32_t i = 0; i < message->end_count; i++) {
    channel_end *end = message->ends[i];
    message->ends[i] = NULL;
    js_value handle = end ? port_handle_new(cloner->env, end) : js_null(iso);
    if (handle == JS_EMPTY || !js_set_index(iso, handles, i, handle))
      return JS_EMPTY;
  }
  return call(cloner, SLOT_MESSAGE_PORTS, 1, &handles);
}

static js_value value_read(env *env, message *message, js_value ports) {
  cloner cloner = {.env = env, .iso = env->iso, .message = message};
  if (message->hosts) {
    js_value records = value_read(env, message->hosts, ports);
    if (records == JS_EMPTY)
      return JS_EMPTY;
    js_value arguments[] = {records, ports};
    cloner.hosts = call(&cloner, SLOT_MESSAGE_READ, 2, arguments);
    if (cloner.hosts == JS_EMPTY)
      return JS_EMPTY;
  }
  return bytes_read(&cloner);
}

js_value message_read(env *env, message *message, js_value *ports) {
  cloner cloner = {.env = env, .iso = env->iso, .message = message};
  *ports = ports_take(&cloner);
  return *ports == JS_EMPTY ? JS_EMPTY : value_read(env, message, *ports);
}
