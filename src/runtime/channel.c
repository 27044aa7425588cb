#include "channel.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

/* Ends know their channel, the channel its ends. The channel's lock guards all
 * of it, and lives until the last end has left. */
typedef struct channel {
  uv_mutex_t lock;
  channel_end *ends;
  char *name;           /* of a broadcast channel; NULL: a pair */
  struct channel *next; /* in `broadcasts` */
} channel;

typedef struct queued {
  message *message;
  struct queued *next;
} queued;

struct channel_end {
  channel *channel;
  channel_end *next; /* in channel->ends */
  queued *first;
  queued **last;
  size_t count;
  bool is_alone; /* the other end of the pair has left */
  void (*wake)(void *data);
  void *wake_data;
};

/* The broadcast channels of the process. The lock is taken before a channel's.
 */
static uv_mutex_t broadcasts_lock;
static channel *broadcasts;
static uv_once_t broadcasts_once = UV_ONCE_INIT;

static void broadcasts_start(void) {
  if (uv_mutex_init(&broadcasts_lock) != 0)
    abort();
}

/* --- Messages --- */

message *message_new(void) {
  message *made = calloc(1, sizeof *made);
  if (made)
    made->references = 1;
  return made;
}

static void stores_free(js_store **stores, uint32_t count) {
  for (uint32_t i = 0; stores && i < count; i++) {
    if (stores[i])
      js_store_free(stores[i]);
  }
  free(stores);
}

void message_free(message *message) {
  if (message == NULL ||
      __atomic_sub_fetch(&message->references, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  stores_free(message->moved, message->moved_count);
  stores_free(message->shared, message->shared_count);
  for (uint32_t i = 0; i < message->wasm_module_count; i++)
    js_wasm_module_free(message->wasm_modules[i]);
  free(message->wasm_modules);
  for (uint32_t i = 0; message->ends && i < message->end_count; i++)
    channel_end_free(message->ends[i]);
  free(message->ends);
  message_free(message->hosts);
  free(message->bytes);
  free(message);
}

static bool message_contains(const message *message, const channel_end *end) {
  for (uint32_t i = 0; i < message->end_count; i++) {
    if (message->ends[i] == end)
      return true;
  }
  return false;
}

/* --- Channels --- */

static channel *channel_new(const char *name) {
  channel *made = calloc(1, sizeof *made);
  if (made == NULL)
    return NULL;
  if (name && (made->name = strdup(name)) == NULL)
    goto fail;
  if (uv_mutex_init(&made->lock) != 0)
    goto fail;
  return made;
fail:
  free(made->name);
  free(made);
  return NULL;
}

static void channel_free(channel *channel) {
  uv_mutex_destroy(&channel->lock);
  free(channel->name);
  free(channel);
}

static channel_end *end_new(channel *channel) {
  channel_end *end = calloc(1, sizeof *end);
  if (end == NULL)
    return NULL;
  end->channel = channel;
  end->last = &end->first;
  end->next = channel->ends;
  channel->ends = end;
  return end;
}

bool channel_pair_new(channel_end **first, channel_end **second) {
  channel *channel = channel_new(NULL);
  if (channel == NULL)
    return false;
  *first = end_new(channel);
  *second = *first ? end_new(channel) : NULL;
  if (*second)
    return true;
  free(*first);
  channel_free(channel);
  return false;
}

/* Under broadcasts_lock. */
static channel *broadcast_find(const char *name) {
  for (channel *one = broadcasts; one; one = one->next) {
    if (!strcmp(one->name, name))
      return one;
  }
  channel *made = channel_new(name);
  if (made) {
    made->next = broadcasts;
    broadcasts = made;
  }
  return made;
}

/* Under broadcasts_lock. */
static void broadcast_remove(channel *channel) {
  struct channel **place = &broadcasts;
  while (*place != channel)
    place = &(*place)->next;
  *place = channel->next;
}

channel_end *channel_broadcast_join(const char *name) {
  uv_once(&broadcasts_once, broadcasts_start);
  uv_mutex_lock(&broadcasts_lock);
  channel_end *end = NULL;
  channel *channel = broadcast_find(name);
  if (channel) {
    uv_mutex_lock(&channel->lock);
    end = end_new(channel);
    bool is_unused = channel->ends == NULL;
    uv_mutex_unlock(&channel->lock);
    if (is_unused) {
      broadcast_remove(channel);
      channel_free(channel);
    }
  }
  uv_mutex_unlock(&broadcasts_lock);
  return end;
}

/* --- Ends --- */

/* Under the channel's lock. */
static void end_wake(channel_end *end) {
  if (end->wake)
    end->wake(end->wake_data);
}

/* Takes an end out of its channel. Returns whether it was the last one. */
static bool end_leave(channel_end *end) {
  channel *channel = end->channel;
  uv_mutex_lock(&channel->lock);
  channel_end **place = &channel->ends;
  while (*place != end)
    place = &(*place)->next;
  *place = end->next;
  if (channel->name == NULL && channel->ends) {
    channel->ends->is_alone = true;
    end_wake(channel->ends);
  }
  bool is_last = channel->ends == NULL;
  uv_mutex_unlock(&channel->lock);
  return is_last;
}

void channel_end_free(channel_end *end) {
  if (end == NULL)
    return;
  channel *channel = end->channel;
  bool is_broadcast = channel->name != NULL;
  if (is_broadcast)
    uv_mutex_lock(&broadcasts_lock);
  bool is_last = end_leave(end);
  if (is_broadcast && is_last)
    broadcast_remove(channel);
  if (is_broadcast)
    uv_mutex_unlock(&broadcasts_lock);
  if (is_last)
    channel_free(channel);
  for (queued *next, *one = end->first; one; one = next) {
    next = one->next;
    message_free(one->message);
    free(one);
  }
  free(end);
}

/* Under the channel's lock. Out of memory, the message is lost. */
static void end_queue(channel_end *end, message *message) {
  queued *one = malloc(sizeof *one);
  if (one == NULL)
    return;
  __atomic_add_fetch(&message->references, 1, __ATOMIC_RELAXED);
  *one = (queued){.message = message};
  *end->last = one;
  end->last = &one->next;
  end->count++;
  end_wake(end);
}

bool channel_end_post(channel_end *end, message *message) {
  channel *channel = end->channel;
  bool has_others = false;
  uv_mutex_lock(&channel->lock);
  for (channel_end *one = channel->ends; one; one = one->next) {
    if (one == end)
      continue;
    has_others = true;
    if (!message_contains(message, one))
      end_queue(one, message);
  }
  uv_mutex_unlock(&channel->lock);
  message_free(message);
  return has_others;
}

message *channel_end_take(channel_end *end) {
  uv_mutex_lock(&end->channel->lock);
  queued *one = end->first;
  if (one) {
    end->first = one->next;
    end->count--;
    if (end->first == NULL)
      end->last = &end->first;
  }
  uv_mutex_unlock(&end->channel->lock);
  message *message = one ? one->message : NULL;
  free(one);
  return message;
}

size_t channel_end_count(channel_end *end) {
  uv_mutex_lock(&end->channel->lock);
  size_t count = end->count;
  uv_mutex_unlock(&end->channel->lock);
  return count;
}

bool channel_end_is_over(channel_end *end) {
  uv_mutex_lock(&end->channel->lock);
  bool is_over = end->is_alone && end->count == 0;
  uv_mutex_unlock(&end->channel->lock);
  return is_over;
}

void channel_end_on_event(channel_end *end, void (*wake)(void *data),
                          void *data) {
  uv_mutex_lock(&end->channel->lock);
  end->wake = wake;
  end->wake_data = data;
  if (end->count > 0 || end->is_alone)
    end_wake(end);
  uv_mutex_unlock(&end->channel->lock);
}
