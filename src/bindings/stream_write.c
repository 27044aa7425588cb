/* The writing half of streams: try at once, queue the rest. */
#include "stream_write.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A write that the kernel did not take whole. What is left of it stands in
 * `bytes` (a copy), or in the memory of JavaScript buffers that `stores`
 * keeps alive. */
struct stream_request {
  uv_write_t uv;
  stream_write_done *on_done; /* or NULL */
  void *data;
  stream *sent;      /* goes along, or NULL: libuv looks at it till the end */
  js_store **stores; /* or NULL; malloc'ed */
  unsigned store_count;
  uint8_t bytes[];
};

/* Above this a left-over is worth a reference instead of a copy. */
#define HOLD_THRESHOLD ((size_t)4 * 1024)

size_t stream_write_queue_size(stream *s) {
  if (s->base.is_closing)
    return 0;
  if (s->wire != NULL)
    return s->wire->queue_size(s);
  return uv_stream_get_write_queue_size(&s->uv.stream);
}

static size_t bufs_length(const uv_buf_t *bufs, unsigned count) {
  size_t length = 0;
  for (unsigned i = 0; i < count; i++)
    length += bufs[i].len;
  return length;
}

/* Returns how many bytes the kernel took, or a negative error. */
static ssize_t try_write(stream *s, const uv_buf_t *bufs, unsigned count) {
  if (s->base.is_closing)
    return UV_EBADF;
  int written = uv_try_write(&s->uv.stream, bufs, count);
  return written == UV_EAGAIN ? 0 : written;
}

static void account(stream *s, size_t length) {
  s->bytes_written += length;
  s->last_activity_ms = uv_now(&s->base.env->loop);
}

static int queued_result(size_t length) {
  return length < INT_MAX ? (int)length : INT_MAX;
}

/* --- Requests ------------------------------------------------------------ */

stream_request *stream_request_new(size_t capacity) {
  stream_request *request = malloc(sizeof *request + capacity);
  if (request == NULL)
    return NULL;
  request->sent = NULL;
  request->stores = NULL;
  request->store_count = 0;
  return request;
}

uint8_t *stream_request_bytes(stream_request *request) {
  return request->bytes;
}

void stream_request_free(stream_request *request) {
  for (unsigned i = 0; i < request->store_count; i++)
    js_store_free(request->stores[i]);
  free(request->stores);
  if (request->sent != NULL)
    env_handle_release(&request->sent->base);
  free(request);
}

static void on_written(uv_write_t *uv, int status) {
  stream_request *request = (stream_request *)uv;
  stream *s = uv->handle->data;
  s->last_activity_ms = uv_now(&s->base.env->loop);
  stream_write_done *on_done = request->on_done;
  void *data = request->data;
  stream_request_free(request);
  if (on_done != NULL)
    on_done(s, status, data);
  if (s->base.is_closing || s->consumer == NULL)
    return;
  if (s->consumer->on_drain != NULL && stream_write_queue_size(s) == 0)
    s->consumer->on_drain(s);
}

/* Queues what the bufs name; their memory belongs to the request. */
static int request_queue(stream *s, stream_request *request,
                         const uv_buf_t *bufs, unsigned count,
                         stream_write_done *on_done, void *data) {
  request->on_done = on_done;
  request->data = data;
  size_t length = bufs_length(bufs, count);
  int status = uv_write(&request->uv, &s->uv.stream, bufs, count, on_written);
  if (status == 0)
    return queued_result(length);
  stream_request_free(request);
  return status;
}

/* Queues a copy of all but the first `skip` bytes. */
static int rest_copy(stream *s, const uv_buf_t *bufs, unsigned count,
                     size_t skip, stream_write_done *on_done, void *data) {
  size_t left = bufs_length(bufs, count) - skip;
  stream_request *request = stream_request_new(left);
  if (request == NULL)
    return UV_ENOMEM;
  uint8_t *end = request->bytes;
  for (unsigned i = 0; i < count; i++) {
    size_t skipped = skip < bufs[i].len ? skip : bufs[i].len;
    skip -= skipped;
    size_t length = bufs[i].len - skipped;
    if (length > 0)
      memcpy(end, bufs[i].base + skipped, length);
    end += length;
  }
  uv_buf_t rest = {.base = (char *)request->bytes, .len = left};
  return request_queue(s, request, &rest, 1, on_done, data);
}

/* Drops the first `skip` bytes of a vector, in place; returns how many whole
 * bufs are gone. */
static unsigned bufs_skip(uv_buf_t *bufs, unsigned count, size_t skip) {
  unsigned first = 0;
  while (first < count && skip >= bufs[first].len)
    skip -= bufs[first++].len;
  if (first < count) {
    bufs[first].base += skip;
    bufs[first].len -= skip;
  }
  return first;
}

static size_t viewless_length(const uv_buf_t *bufs, const js_value *views,
                              unsigned count) {
  size_t length = 0;
  for (unsigned i = 0; i < count; i++)
    length += views[i] == JS_EMPTY ? bufs[i].len : 0;
  return length;
}

/* Has the request keep the memory of the bufs: a copy, or their buffers. */
static bool request_keep(stream_request *request, uv_buf_t *bufs,
                         const js_value *views, unsigned count) {
  uint8_t *end = request->bytes;
  for (unsigned i = 0; i < count; i++) {
    if (views[i] == JS_EMPTY) {
      memcpy(end, bufs[i].base, bufs[i].len);
      bufs[i].base = (char *)end;
      end += bufs[i].len;
      continue;
    }
    js_store *store = js_store_of(views[i]);
    if (store == NULL)
      return false;
    request->stores[request->store_count++] = store;
  }
  return true;
}

/* Queues the rest where it is, holding the buffers it lies in. */
static int rest_hold(stream *s, uv_buf_t *bufs, const js_value *views,
                     unsigned count, size_t skip, stream_write_done *on_done,
                     void *data) {
  unsigned first = bufs_skip(bufs, count, skip);
  bufs += first;
  views += first;
  count -= first;
  stream_request *request =
      stream_request_new(viewless_length(bufs, views, count));
  if (request == NULL)
    return UV_ENOMEM;
  request->stores = malloc(count * sizeof *request->stores);
  if (request->stores == NULL || !request_keep(request, bufs, views, count)) {
    stream_request_free(request);
    return UV_ENOMEM;
  }
  return request_queue(s, request, bufs, count, on_done, data);
}

/* --- Writing ------------------------------------------------------------- */

int stream_wire_write(stream *s, const uv_buf_t *bufs, unsigned count,
                      stream_write_done *on_done, void *data) {
  size_t length = bufs_length(bufs, count);
  if (s->wire != NULL) {
    account(s, length);
    return s->wire->write(s, bufs, count, on_done, data);
  }
  ssize_t written = try_write(s, bufs, count);
  if (written < 0)
    return (int)written;
  account(s, length);
  if ((size_t)written == length)
    return 0;
  return rest_copy(s, bufs, count, (size_t)written, on_done, data);
}

int stream_write(stream *s, const uv_buf_t *bufs, unsigned count,
                 stream_write_done *on_done, void *data) {
  if (s->filter != NULL)
    return s->filter->write(s, bufs, count, on_done, data);
  return stream_wire_write(s, bufs, count, on_done, data);
}

int stream_write_views(stream *s, uv_buf_t *bufs, const js_value *views,
                       unsigned count, stream_write_done *on_done, void *data) {
  if (s->filter != NULL)
    return s->filter->write(s, bufs, count, on_done, data);
  if (s->wire != NULL)
    return stream_wire_write(s, bufs, count, on_done, data);
  size_t length = bufs_length(bufs, count);
  ssize_t written = try_write(s, bufs, count);
  if (written < 0)
    return (int)written;
  account(s, length);
  size_t left = length - (size_t)written;
  if (left == 0)
    return 0;
  if (left < HOLD_THRESHOLD)
    return rest_copy(s, bufs, count, (size_t)written, on_done, data);
  return rest_hold(s, bufs, views, count, (size_t)written, on_done, data);
}

int stream_write_request(stream *s, stream_request *request, size_t length,
                         stream_write_done *on_done, void *data) {
  uv_buf_t buf = {.base = (char *)request->bytes, .len = length};
  int result;
  if (s->filter != NULL || s->wire != NULL) {
    result = stream_write(s, &buf, 1, on_done, data);
    goto done;
  }
  ssize_t written = try_write(s, &buf, 1);
  if (written < 0) {
    result = (int)written;
    goto done;
  }
  account(s, length);
  result = 0;
  if ((size_t)written == length)
    goto done;
  bufs_skip(&buf, 1, (size_t)written);
  return request_queue(s, request, &buf, 1, on_done, data);

done:
  stream_request_free(request);
  return result;
}

int stream_write_handle(stream *s, const uv_buf_t *buf, stream *sent,
                        stream_write_done *on_done, void *data) {
  if (s->base.is_closing || sent->base.is_closing)
    return UV_EBADF;
  stream_request *request = stream_request_new(buf->len);
  if (request == NULL)
    return UV_ENOMEM;
  if (buf->len > 0)
    memcpy(request->bytes, buf->base, buf->len);
  request->on_done = on_done;
  request->data = data;
  request->sent = sent;
  env_handle_hold(&sent->base);
  uv_buf_t copy = {.base = (char *)request->bytes, .len = buf->len};
  int status = uv_write2(&request->uv, &s->uv.stream, &copy, 1,
                         &sent->uv.stream, on_written);
  if (status != 0) {
    stream_request_free(request);
    return status;
  }
  account(s, buf->len);
  return queued_result(buf->len);
}
