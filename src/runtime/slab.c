#include "slab.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* So many wait at most (16 MiB): bulky uploads have about as many in flight
 * between two collections of garbage. With a quarter of it an upload of 1 MiB
 * costs twice the CPU, for fresh pages. */
#define SPARES_MAX 256

struct slab {
  atomic_int references;
  slab *next; /* while it waits */
  _Alignas(16) uint8_t bytes[SLAB_SIZE];
};

/* Those that wait, of the whole process: V8 frees buffers on threads of its
 * own, and a buffer may have moved to another isolate. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static slab *spares;
static int spare_count;

static slab *spare_take(void) {
  pthread_mutex_lock(&lock);
  slab *taken = spares;
  if (taken != NULL) {
    spares = taken->next;
    spare_count--;
  }
  pthread_mutex_unlock(&lock);
  return taken;
}

static bool spare_keep(slab *slab) {
  pthread_mutex_lock(&lock);
  bool has_room = spare_count < SPARES_MAX;
  if (has_room) {
    slab->next = spares;
    spares = slab;
    spare_count++;
  }
  pthread_mutex_unlock(&lock);
  return has_room;
}

slab *slab_take(void) {
  slab *taken = spare_take();
  if (taken == NULL)
    taken = malloc(sizeof *taken);
  if (taken != NULL)
    atomic_init(&taken->references, 1);
  return taken;
}

void slab_release(slab *slab) {
  if (slab == NULL || atomic_fetch_sub(&slab->references, 1) > 1)
    return;
  if (!spare_keep(slab))
    free(slab);
}

uint8_t *slab_bytes(slab *slab) {
  return slab->bytes;
}

bool slab_is_shared(slab *slab) {
  return atomic_load(&slab->references) > 1;
}

static void on_buffer_freed(void *data, void *bytes, size_t length) {
  (void)bytes;
  (void)length;
  slab_release(data);
}

js_value slab_buffer(js_isolate *iso, slab *slab, const uint8_t *bytes,
                     size_t length) {
  size_t offset = (size_t)(bytes - slab->bytes);
  atomic_fetch_add(&slab->references, 1);
  js_value buffer = js_array_buffer_external(iso, slab->bytes, offset + length,
                                             on_buffer_freed, slab);
  if (buffer == JS_EMPTY) {
    slab_release(slab);
    return JS_EMPTY;
  }
  return js_buffer_of(iso, buffer, offset, length);
}
