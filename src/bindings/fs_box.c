/* Descriptors on their way to another thread: each lies in shared memory that
 * closes it if it goes unread. */
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "../engine/shared_buffer.h"
#include "fs_arguments.h"
#include "fs_job.h"

typedef struct fs_box {
  atomic_int fd; /* -1: taken */
} fs_box;

static void box_release(void *bytes, size_t length, void *data) {
  (void)length;
  (void)data;
  fs_box *box = bytes;
  int fd = atomic_load(&box->fd);
  if (fd >= 0)
    close(fd);
  free(box);
}

/* boxPut(fd): a SharedArrayBuffer */
void fs_native_box_put(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  fs_box *box = malloc(sizeof *box);
  if (box == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  atomic_init(&box->fd, fs_int_arg(call, 0));
  js_return(call,
            js_shared_array_buffer(iso, box, sizeof *box, box_release, NULL));
}

/* boxTake(box): the descriptor, which the caller is to close now */
void fs_native_box_take(js_call *call) {
  js_bytes bytes;
  int fd = -1;
  if (js_bytes_of(js_call_arg(call, 0), &bytes) &&
      bytes.length == sizeof(fs_box))
    fd = atomic_exchange(&((fs_box *)bytes.data)->fd, -1);
  js_return_int32(call, fd);
}
