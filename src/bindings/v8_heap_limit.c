#include "v8_heap_limit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../runtime/binding.h"

/* Lives as long as its env. */
typedef struct heap_limit {
  env *env;
  uint32_t left; /* snapshots still to be written */
  uint32_t written;
  bool is_writing;
} heap_limit;

/* What a snapshot itself may need. */
enum { ROOM_BYTES = 64 * 1024 * 1024 };

static bool file_write(void *data, const char *text, size_t length) {
  return fwrite(text, 1, length, data) == length;
}

/* "Heap.20240131.120000.1234.0.001.heapsnapshot" */
static void file_name_make(heap_limit *limit, char *name, size_t size) {
  time_t now = time(NULL);
  struct tm local;
  localtime_r(&now, &local);
  snprintf(name, size, "Heap.%04d%02d%02d.%02d%02d%02d.%d.0.%03u.heapsnapshot",
           local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour,
           local.tm_min, local.tm_sec, (int)uv_os_getpid(), limit->written);
}

static void snapshot_write(heap_limit *limit) {
  char name[128];
  limit->written++;
  file_name_make(limit, name, sizeof name);
  FILE *file = fopen(name, "wb");
  if (file == NULL) {
    perror(name);
    return;
  }
  bool is_written = js_heap_snapshot_write(limit->env->iso, file_write, file);
  if (fclose(file) != 0 || !is_written)
    fprintf(stderr, "node: cannot write %s\n", name);
  else
    fprintf(stderr, "Wrote snapshot to %s\n", name);
}

static size_t on_near_limit(void *data, size_t current, size_t initial) {
  heap_limit *limit = data;
  (void)initial;
  if (limit->is_writing)
    return current + ROOM_BYTES; /* taking the snapshot allocates */
  if (limit->left == 0)
    return current;
  limit->left--;
  limit->is_writing = true;
  snapshot_write(limit);
  limit->is_writing = false;
  return current + ROOM_BYTES;
}

void v8_snapshot_near_heap_limit(env *env, uint32_t most) {
  heap_limit *limit = calloc(1, sizeof *limit);
  if (limit == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  *limit = (heap_limit){.env = env, .left = most};
  js_isolate_on_near_heap_limit(env->iso, on_near_limit, limit);
}
