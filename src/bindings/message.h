/* Values as messages: structured serialisation with the runtime's own classes,
 * transferred memory and ports. */
#ifndef BINDINGS_MESSAGE_H_
#define BINDINGS_MESSAGE_H_

#include "../runtime/channel.h"
#include "../runtime/env.h"

/* Serialises a value. `transfer` is an array of the ArrayBuffers, `ports` one
 * of the port handles that move: from then on they are detached, if it
 * succeeds. NULL: an exception is pending. The caller owns the message. */
message *message_write(env *env, js_value value, js_value transfer,
                       js_value ports);

/* Makes the value again, in the caller's scope; `*ports` is the array of the
 * MessagePorts that came with it, or undefined. JS_EMPTY: an exception is
 * pending. The message stays the caller's. */
js_value message_read(env *env, message *message, js_value *ports);

/* --- Ports (messaging.c) --- */

/* The handle of a MessagePort for an end of a channel, which it then owns.
 * JS_EMPTY: an exception is pending, and the end is freed. */
js_value port_handle_new(env *env, channel_end *end);

/* Takes the end out of a handle, which closes: NULL, nothing thrown, if the
 * value is no port handle or has no end any more. */
channel_end *port_handle_detach(js_value handle);

#endif
