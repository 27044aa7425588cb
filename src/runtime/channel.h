/* Queues of messages between threads: what MessagePort and BroadcastChannel
 * stand on. No JavaScript here; every function may be called on any thread,
 * each end by one thread at a time. */
#ifndef RUNTIME_CHANNEL_H_
#define RUNTIME_CHANNEL_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../engine/js.h"

/* One of the ends of a channel. What is posted at one arrives at all others. */
typedef struct channel_end channel_end;

/* A serialised value with what travels beside its bytes. Counted references:
 * a broadcast queues the same message at every end. Whoever reads a message
 * takes what it moves (`moved`, `ends`) out of it and leaves NULL. */
typedef struct message message;
struct message {
  unsigned references;
  uint8_t *bytes; /* from malloc() */
  size_t length;
  js_store **moved; /* memory of transferred ArrayBuffers, by id */
  uint32_t moved_count;
  js_store **shared; /* memory of SharedArrayBuffers, by id */
  uint32_t shared_count;
  js_wasm_module **wasm_modules; /* by id */
  uint32_t wasm_module_count;
  channel_end **ends; /* of transferred MessagePorts */
  uint32_t end_count;
  message *hosts; /* an array: what stands for objects of lib/'s own classes */
};

/* Zeroed, with one reference; NULL if memory is exhausted. */
message *message_new(void);

/* Drops a reference; the last one frees what is still in it. NULL is allowed.
 */
void message_free(message *message);

/* Makes a channel of two ends. False if memory is exhausted. */
bool channel_pair_new(channel_end **first, channel_end **second);

/* A new end of the process's channel of that name, which lives while it has
 * ends. NULL if memory is exhausted. */
channel_end *channel_broadcast_join(const char *name);

/* Leaves the channel and frees the end with what waits in it. The other end of
 * a pair is closed by it. NULL is allowed. */
void channel_end_free(channel_end *end);

/* Queues a message at the other ends, and takes over the caller's reference.
 * Returns whether there was another end. A message that contains the end that
 * it would go to is dropped, and that end with it: nobody could read it. */
bool channel_end_post(channel_end *end, message *message);

/* The next message (its reference is the caller's), or NULL. */
message *channel_end_take(channel_end *end);

/* How many messages wait. */
size_t channel_end_count(channel_end *end);

/* Whether nothing will ever come any more: the other end of the pair is gone,
 * and every message has been taken. */
bool channel_end_is_over(channel_end *end);

/* Calls `wake(data)`, under the channel's lock, on whatever thread posts or
 * closes, and at once if there is something to see. NULL: not any more; when
 * that returns, no call is under way. */
void channel_end_on_event(channel_end *end, void (*wake)(void *data),
                          void *data);

#endif
