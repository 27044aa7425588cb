/* internalBinding('messaging'): structured clones of values, and the handles
 * behind MessagePort and BroadcastChannel. */
#include <stdlib.h>

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "../runtime/exception.h"
#include "../runtime/handle.h"
#include "message.h"

/* At most so many messages are delivered before the loop goes on to others. */
enum { MESSAGES_A_ROUND = 1000 };

/* A port: an end of a channel, and what wakes this loop when something has
 * come. It keeps the loop alive while it is ref'ed and open. */
typedef struct port_handle {
  env_handle base;
  uv_async_t async;
  channel_end *end; /* NULL: moved to another thread */
  bool is_started;  /* messages are delivered */
} port_handle;

static const js_class port_class;

/* --- Receiving --- */

static void port_call(port_handle *port, int slot, int count,
                      const js_value *arguments) {
  js_value function = js_slot_get(port->base.env->iso, slot);
  env_handle_call(&port->base, function, count, arguments);
}

/* A message that cannot be read is an event of its own. */
static void message_deliver(port_handle *port, message *message) {
  env *env = port->base.env;
  js_scope scope;
  js_catch catch_;
  js_scope_open(env->iso, &scope);
  js_catch_open(env->iso, &catch_);
  js_value arguments[2];
  arguments[0] = message_read(env, message, &arguments[1]);
  js_value error = JS_EMPTY;
  bool is_read = arguments[0] != JS_EMPTY;
  if (!is_read) {
    error = js_catch_exception(&catch_);
    js_catch_reset(&catch_);
  }
  js_catch_close(&catch_);
  message_free(message);
  if (is_read)
    port_call(port, SLOT_PORT_ON_MESSAGE, 2, arguments);
  else if (error != JS_EMPTY)
    port_call(port, SLOT_PORT_ON_ERROR, 1, &error);
  js_scope_close(&scope);
}

static bool port_is_receiving(const port_handle *port) {
  return port->end && port->is_started && port->base.env->can_call_into_js;
}

static void messages_deliver(port_handle *port) {
  /* What comes meanwhile waits for the next round; what was there already is
   * delivered even if a listener closes the port. */
  size_t count = channel_end_count(port->end);
  if (count > MESSAGES_A_ROUND)
    count = MESSAGES_A_ROUND;
  for (; count > 0 && port_is_receiving(port); count--) {
    message *message = channel_end_take(port->end);
    if (message == NULL)
      return;
    message_deliver(port, message);
  }
}

static void on_event(uv_async_t *async) {
  port_handle *port = async->data;
  env *env = port->base.env;
  env_handle_hold(&port->base);
  if (port_is_receiving(port) && !port->base.is_closing)
    messages_deliver(port);
  if (port->end && !port->base.is_closing && env->can_call_into_js) {
    js_scope scope;
    js_scope_open(env->iso, &scope);
    bool is_over = channel_end_is_over(port->end);
    if (is_over)
      port_call(port, SLOT_PORT_ON_END, 0, NULL);
    else if (port->is_started && channel_end_count(port->end) > 0)
      uv_async_send(&port->async);
    js_scope_close(&scope);
  }
  env_handle_release(&port->base);
}

/* On any thread, under the channel's lock. */
static void port_wake(void *data) {
  port_handle *port = data;
  uv_async_send(&port->async);
}

/* --- Life --- */

static void port_end_detach(port_handle *port) {
  if (port->end)
    channel_end_on_event(port->end, NULL, NULL);
}

static void on_port_closed(env_handle *handle) {
  port_handle *port = (port_handle *)handle;
  port_end_detach(port);
  channel_end_free(port->end);
  port->end = NULL;
}

js_value port_handle_new(env *env, channel_end *end) {
  js_value object = js_class_instance(env->iso, &port_class);
  port_handle *port = calloc(1, sizeof *port);
  if (object == JS_EMPTY || port == NULL ||
      uv_async_init(&env->loop, &port->async, on_event) != 0) {
    if (object != JS_EMPTY)
      js_throw_out_of_memory(env->iso);
    free(port);
    channel_end_free(end);
    return JS_EMPTY;
  }
  env_handle_init(&port->base, env, (uv_handle_t *)&port->async, object,
                  &port_class);
  port->base.on_closed = on_port_closed;
  port->end = end;
  uv_unref((uv_handle_t *)&port->async);
  channel_end_on_event(end, port_wake, port);
  return object;
}

channel_end *port_handle_detach(js_value handle) {
  port_handle *port = js_unwrap(handle, &port_class);
  if (port == NULL || port->end == NULL || port->base.is_closing)
    return NULL;
  channel_end *end = port->end;
  port_end_detach(port);
  port->end = NULL;
  env_handle_close(&port->base);
  return end;
}

/* --- Methods of a handle --- */

static port_handle *open_port(js_call *call) {
  port_handle *port = js_call_unwrap(call, &port_class);
  return port && port->end && !port->base.is_closing ? port : NULL;
}

/* post(value, arrayBuffers, handles): undefined if there is nobody to get it */
static void port_post(js_call *call) {
  port_handle *port = js_call_unwrap(call, &port_class);
  if (port == NULL)
    return;
  message *message = message_write(port->base.env, js_call_arg(call, 0),
                                   js_call_arg(call, 1), js_call_arg(call, 2));
  if (message == NULL)
    return;
  if (port->end == NULL || port->base.is_closing) {
    message_free(message);
  } else if (channel_end_post(port->end, message)) {
    js_return_bool(call, true);
  }
}

static void port_start(js_call *call) {
  port_handle *port = open_port(call);
  if (port == NULL)
    return;
  port->is_started = true;
  uv_async_send(&port->async);
}

static void port_stop(js_call *call) {
  port_handle *port = open_port(call);
  if (port)
    port->is_started = false;
}

/* take(): [value], now; undefined if no message waits */
static void port_take(js_call *call) {
  port_handle *port = open_port(call);
  message *message = port ? channel_end_take(port->end) : NULL;
  if (message == NULL)
    return;
  env *env = port->base.env;
  js_value ports;
  js_value value = message_read(env, message, &ports);
  message_free(message);
  if (value == JS_EMPTY)
    return;
  js_value list = js_array(env->iso, 1);
  if (js_set_index(env->iso, list, 0, value))
    js_return(call, list);
}

static const js_native_entry port_methods[] = {
    {"post", port_post, 3, NULL},
    {"start", port_start, 0, NULL},
    {"stop", port_stop, 0, NULL},
    {"take", port_take, 0, NULL},
    HANDLE_METHODS,
    {NULL, NULL, 0, NULL},
};

static const js_class port_class = {
    .name = "PortHandle", .methods = port_methods, .parent = &env_handle_class};

/* --- The natives --- */

/* setup(symbol, write, read, throwError, makePorts): what message.c calls */
static void native_setup(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  for (int i = 0; i < 5; i++)
    js_slot_set(iso, SLOT_MESSAGE_SYMBOL + i, js_call_arg(call, i));
}

/* setupPorts(onMessage, onError, onEnd) */
static void native_setup_ports(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  for (int i = 0; i < 3; i++)
    js_slot_set(iso, SLOT_PORT_ON_MESSAGE + i, js_call_arg(call, i));
}

/* clone(value, arrayBuffers, handles) */
static void native_clone(js_call *call) {
  env *env = env_of_call(call);
  message *message = message_write(env, js_call_arg(call, 0),
                                   js_call_arg(call, 1), js_call_arg(call, 2));
  if (message == NULL)
    return;
  js_value ports;
  js_value value = message_read(env, message, &ports);
  message_free(message);
  if (value != JS_EMPTY)
    js_return(call, value);
}

/* pair(): the handles of the two ends of a new channel */
static void native_pair(js_call *call) {
  env *env = env_of_call(call);
  channel_end *ends[2];
  if (!channel_pair_new(&ends[0], &ends[1])) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  js_value list = js_array(env->iso, 2);
  js_value first = port_handle_new(env, ends[0]);
  if (first == JS_EMPTY) {
    channel_end_free(ends[1]);
    return;
  }
  js_value second = port_handle_new(env, ends[1]);
  if (second != JS_EMPTY && js_set_index(env->iso, list, 0, first) &&
      js_set_index(env->iso, list, 1, second))
    js_return(call, list);
}

/* broadcast(name): the handle of a new end of the channel of that name */
static void native_broadcast(js_call *call) {
  env *env = env_of_call(call);
  char *name = js_string_to_utf8(env->iso, js_call_arg(call, 0), NULL);
  channel_end *end = name ? channel_broadcast_join(name) : NULL;
  free(name);
  if (end == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  js_value handle = port_handle_new(env, end);
  if (handle != JS_EMPTY)
    js_return(call, handle);
}

static const js_native_entry natives[] = {
    {"setup", native_setup, 5, NULL},
    {"setupPorts", native_setup_ports, 3, NULL},
    {"clone", native_clone, 3, NULL},
    {"pair", native_pair, 0, NULL},
    {"broadcast", native_broadcast, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const classes[] = {&port_class, NULL};

const binding messaging_binding = {
    .name = "messaging", .natives = natives, .classes = classes};
