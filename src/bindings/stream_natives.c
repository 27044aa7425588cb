/* What JavaScript can do with every stream: the methods of TCP, Pipe and TTY
 * objects. See stream.h for what they return. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "stream_write.h"

/* Text up to this size is encoded on the stack. */
#define INLINE_TEXT ((size_t)16 * 1024)

/* Vectors up to this length stand on the stack. */
#define INLINE_CHUNKS 32

/* What writev's flat array says about each chunk; lib/net knows the numbers. */
enum {
  ENCODING_UTF8 = 0,
  ENCODING_LATIN1 = 1,
  ENCODING_UCS2 = 2,
  ENCODING_BUFFER = 3,
};

/* The stream of `this`. A program may use a handle after it was closed: then
 * NULL, and the native returns UV_EBADF. */
static stream *stream_of_call(js_call *call) {
  stream *s = stream_of(js_call_this(call));
  if (s == NULL)
    js_return_int32(call, UV_EBADF);
  return s;
}

/* The same for natives that write. */
static stream *stream_to_write(js_call *call) {
  stream *s = stream_of_call(call);
  if (s != NULL && s->consumer != NULL && s->consumer->on_js_write != NULL)
    s->consumer->on_js_write(s);
  return s;
}

/* --- Calls into JavaScript ----------------------------------------------- */

static void js_notify_done(stream *s, int slot, int status) {
  env *env = s->base.env;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_value arg = js_int32(env->iso, status);
  if (s->base.wrap != NULL)
    env_handle_call(&s->base, js_slot_get(env->iso, slot), 1, &arg);
  js_scope_close(&scope);
}

static void on_js_write_done(stream *s, int status, void *data) {
  (void)data;
  js_notify_done(s, SLOT_STREAM_ON_WRITE_DONE, status);
}

static void on_js_shutdown_done(stream *s, int status) {
  js_notify_done(s, SLOT_STREAM_ON_SHUTDOWN_DONE, status);
}

/* --- Reading ------------------------------------------------------------- */

static void native_read_start(js_call *call) {
  stream *s = stream_of_call(call);
  if (s != NULL)
    js_return_int32(call, stream_read_start(s));
}

static void native_read_stop(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  stream_read_stop(s);
  js_return_int32(call, 0);
}

/* useUserBuffer(view): reads go there from now on. */
static void native_use_user_buffer(js_call *call) {
  stream *s = stream_of_call(call);
  js_bytes bytes;
  if (s == NULL || !js_bytes_of(js_call_arg(call, 0), &bytes))
    return;
  js_store *store = js_store_of(js_call_arg(call, 0));
  if (store == NULL)
    return;
  if (s->user_store != NULL)
    js_store_free(s->user_store);
  s->user_store = store;
  s->user_bytes = bytes.data;
  s->user_length = bytes.length;
}

/* --- Writing ------------------------------------------------------------- */

/* The stream to be sent along (IPC), or NULL. */
static stream *sent_handle_of(js_call *call, int index) {
  if (js_call_count(call) <= index)
    return NULL;
  return stream_of(js_call_arg(call, index));
}

static void native_write_buffer(js_call *call) {
  stream *s = stream_to_write(call);
  if (s == NULL)
    return;
  js_value view = js_call_arg(call, 0);
  js_bytes bytes;
  if (!js_bytes_of(view, &bytes)) {
    js_return_int32(call, UV_EINVAL);
    return;
  }
  uv_buf_t buf = {.base = (char *)bytes.data, .len = bytes.length};
  stream *sent = sent_handle_of(call, 1);
  int result =
      sent == NULL
          ? stream_write_views(s, &buf, &view, 1, on_js_write_done, NULL)
          : stream_write_handle(s, &buf, sent, on_js_write_done, NULL);
  js_return_int32(call, result);
}

/* At most this many bytes the text becomes: exact, or a cheap upper bound where
 * the exact number would take a walk over the text. */
static size_t text_bound(js_isolate *iso, js_value text, int encoding) {
  size_t units = js_string_length(text);
  if (encoding == ENCODING_LATIN1)
    return units;
  if (encoding == ENCODING_UCS2)
    return 2 * units;
  size_t bound = (js_string_is_one_byte(text) ? 2 : 3) * units;
  return bound <= INLINE_TEXT ? bound : js_string_utf8_length(iso, text);
}

/* `bytes` must be aligned for UTF-16 and have room for the bound. */
static size_t text_encode(js_isolate *iso, js_value text, int encoding,
                          uint8_t *bytes, size_t bound) {
  size_t units = js_string_length(text);
  if (encoding == ENCODING_LATIN1) {
    js_string_write_latin1(iso, text, 0, units, bytes);
    return units;
  }
  if (encoding == ENCODING_UCS2) {
    js_string_write_utf16(iso, text, 0, units, (uint16_t *)(void *)bytes);
    return 2 * units;
  }
  return js_string_write_utf8(iso, text, (char *)bytes, bound, NULL);
}

static int text_write_large(stream *s, js_value text, int encoding,
                            size_t bound) {
  stream_request *request = stream_request_new(bound);
  if (request == NULL)
    return UV_ENOMEM;
  size_t length = text_encode(s->base.env->iso, text, encoding,
                              stream_request_bytes(request), bound);
  return stream_write_request(s, request, length, on_js_write_done, NULL);
}

static int text_write(js_call *call, stream *s, js_value text, int encoding) {
  js_isolate *iso = js_call_isolate(call);
  size_t bound = text_bound(iso, text, encoding);
  stream *sent = sent_handle_of(call, 1);
  if (bound > INLINE_TEXT && sent == NULL)
    return text_write_large(s, text, encoding, bound);

  _Alignas(16) uint8_t inline_bytes[INLINE_TEXT];
  uint8_t *bytes = bound <= INLINE_TEXT ? inline_bytes : malloc(bound);
  if (bytes == NULL)
    return UV_ENOMEM;
  size_t length = text_encode(iso, text, encoding, bytes, bound);
  uv_buf_t buf = uv_buf_init((char *)bytes, (unsigned)length);
  int result = sent == NULL
                   ? stream_write(s, &buf, 1, on_js_write_done, NULL)
                   : stream_write_handle(s, &buf, sent, on_js_write_done, NULL);
  if (bytes != inline_bytes)
    free(bytes);
  return result;
}

static void native_write_text(js_call *call, int encoding) {
  stream *s = stream_to_write(call);
  if (s == NULL)
    return;
  js_value text = js_call_arg(call, 0);
  int result =
      js_is_string(text) ? text_write(call, s, text, encoding) : UV_EINVAL;
  js_return_int32(call, result);
}

static void native_write_utf8(js_call *call) {
  native_write_text(call, ENCODING_UTF8);
}

static void native_write_latin1(js_call *call) {
  native_write_text(call, ENCODING_LATIN1);
}

static void native_write_ucs2(js_call *call) {
  native_write_text(call, ENCODING_UCS2);
}

/* --- writev -------------------------------------------------------------- */

/* The chunks of one writev. The arrays are inline for few chunks. */
typedef struct chunk_vector {
  js_value *values;
  uv_buf_t *bufs;
  unsigned count;
  js_value inline_values[2 * INLINE_CHUNKS];
  uv_buf_t inline_bufs[INLINE_CHUNKS];
} chunk_vector;

/* Reads `array` of `stride` values a chunk. False: no memory, or a getter has
 * thrown. */
static bool chunks_read(chunk_vector *chunks, js_isolate *iso, js_value array,
                        unsigned stride) {
  uint32_t length = js_array_length(array);
  chunks->count = length / stride;
  chunks->values = chunks->inline_values;
  chunks->bufs = chunks->inline_bufs;
  if (chunks->count > INLINE_CHUNKS) {
    chunks->values = malloc(length * sizeof *chunks->values);
    chunks->bufs = malloc(chunks->count * sizeof *chunks->bufs);
    if (chunks->values == NULL || chunks->bufs == NULL)
      return false;
  }
  return js_array_read(iso, array, chunks->values, length);
}

static void chunks_free(chunk_vector *chunks) {
  if (chunks->values != chunks->inline_values)
    free(chunks->values);
  if (chunks->bufs != chunks->inline_bufs)
    free(chunks->bufs);
}

static int views_write(stream *s, chunk_vector *chunks) {
  for (unsigned i = 0; i < chunks->count; i++) {
    js_bytes bytes;
    if (!js_bytes_of(chunks->values[i], &bytes))
      return UV_EINVAL;
    chunks->bufs[i] =
        (uv_buf_t){.base = (char *)bytes.data, .len = bytes.length};
  }
  return stream_write_views(s, chunks->bufs, chunks->values, chunks->count,
                            on_js_write_done, NULL);
}

static int chunk_encoding(const chunk_vector *chunks, unsigned i) {
  return js_int32_value(chunks->values[2 * i + 1]);
}

/* Room for all strings of a mixed vector; each starts at an even offset. */
static size_t mixed_bound(js_isolate *iso, const chunk_vector *chunks) {
  size_t bound = 0;
  for (unsigned i = 0; i < chunks->count; i++) {
    int encoding = chunk_encoding(chunks, i);
    if (encoding == ENCODING_BUFFER)
      continue;
    bound +=
        (text_bound(iso, chunks->values[2 * i], encoding) + 1) & ~(size_t)1;
  }
  return bound;
}

/* Points bufs at views, and at strings encoded into `text`. */
static bool mixed_encode(js_isolate *iso, chunk_vector *chunks, uint8_t *text,
                         size_t bound) {
  size_t used = 0;
  for (unsigned i = 0; i < chunks->count; i++) {
    js_value chunk = chunks->values[2 * i];
    int encoding = chunk_encoding(chunks, i);
    js_bytes bytes;
    if (encoding == ENCODING_BUFFER) {
      if (!js_bytes_of(chunk, &bytes))
        return false;
    } else {
      bytes.data = text + used;
      bytes.length =
          text_encode(iso, chunk, encoding, text + used, bound - used);
      used += (bytes.length + 1) & ~(size_t)1;
    }
    chunks->bufs[i] =
        (uv_buf_t){.base = (char *)bytes.data, .len = bytes.length};
  }
  return true;
}

static bool mixed_is_valid(const chunk_vector *chunks) {
  for (unsigned i = 0; i < chunks->count; i++) {
    if (!js_is_int32(chunks->values[2 * i + 1]))
      return false;
    if (chunk_encoding(chunks, i) == ENCODING_BUFFER)
      continue;
    if (!js_is_string(chunks->values[2 * i]))
      return false;
  }
  return true;
}

static int mixed_write(stream *s, chunk_vector *chunks) {
  js_isolate *iso = s->base.env->iso;
  if (!mixed_is_valid(chunks))
    return UV_EINVAL;
  size_t bound = mixed_bound(iso, chunks);
  _Alignas(16) uint8_t inline_text[INLINE_TEXT];
  uint8_t *text = bound <= INLINE_TEXT ? inline_text : malloc(bound);
  if (text == NULL)
    return UV_ENOMEM;
  int result = UV_EINVAL;
  if (mixed_encode(iso, chunks, text, bound))
    result =
        stream_write(s, chunks->bufs, chunks->count, on_js_write_done, NULL);
  if (text != inline_text)
    free(text);
  return result;
}

/* writev(chunks, allBuffers) */
static void native_writev(js_call *call) {
  stream *s = stream_to_write(call);
  if (s == NULL)
    return;
  js_value array = js_call_arg(call, 0);
  bool all_buffers = js_is_true(js_call_arg(call, 1));
  if (!js_is_array(array)) {
    js_return_int32(call, UV_EINVAL);
    return;
  }
  chunk_vector chunks;
  int result = UV_ENOMEM;
  if (chunks_read(&chunks, js_call_isolate(call), array, all_buffers ? 1 : 2))
    result = all_buffers ? views_write(s, &chunks) : mixed_write(s, &chunks);
  chunks_free(&chunks);
  js_return_int32(call, result);
}

/* --- The rest ------------------------------------------------------------ */

static void native_shutdown(js_call *call) {
  stream *s = stream_to_write(call);
  if (s == NULL)
    return;
  js_return_int32(call, stream_shutdown(s, on_js_shutdown_done));
}

static void native_listen(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  js_value backlog = js_call_arg(call, 0);
  int count = js_is_int32(backlog) ? js_int32_value(backlog) : 511;
  js_return_int32(call, stream_listen(s, count));
}

static void native_set_blocking(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  int status = s->base.is_closing
                   ? UV_EBADF
                   : uv_stream_set_blocking(&s->uv.stream,
                                            js_is_true(js_call_arg(call, 0)));
  js_return_int32(call, status);
}

static void native_fd(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  uv_os_fd_t fd;
  bool is_known = !s->base.is_closing && uv_fileno(&s->uv.handle, &fd) == 0;
  js_return_int32(call, is_known ? fd : -1);
}

/* duplicate(): another descriptor of the same connection, the caller's. */
static void native_duplicate(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  uv_os_fd_t fd;
  if (s->base.is_closing || uv_fileno(&s->uv.handle, &fd) != 0) {
    js_return_int32(call, UV_EBADF);
    return;
  }
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  js_return_int32(call, copy >= 0 ? copy : uv_translate_sys_error(errno));
}

static void native_bytes_read(js_call *call) {
  stream *s = stream_of_call(call);
  if (s != NULL)
    js_return_double(call, (double)s->bytes_read);
}

static void native_bytes_written(js_call *call) {
  stream *s = stream_of_call(call);
  if (s != NULL)
    js_return_double(call, (double)s->bytes_written);
}

static void native_write_queue_size(js_call *call) {
  stream *s = stream_of_call(call);
  if (s != NULL)
    js_return_double(call, (double)stream_write_queue_size(s));
}

/* adoptContext(): from now on the stream calls back in the async context of
 * this call, not in that of its making: it serves somebody else now. */
static void native_adopt_context(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  js_ref_free(s->base.context);
  s->base.context = env_context_capture(s->base.env);
}

/* How long nothing has been read or written, in milliseconds. */
static void native_idle_ms(js_call *call) {
  stream *s = stream_of_call(call);
  if (s == NULL)
    return;
  uint64_t now = uv_now(&s->base.env->loop);
  js_return_double(call, (double)(now - s->last_activity_ms));
}

static const js_native_entry stream_methods[] = {
    HANDLE_METHODS,
    {"readStart", native_read_start, 0, NULL},
    {"readStop", native_read_stop, 0, NULL},
    {"useUserBuffer", native_use_user_buffer, 1, NULL},
    {"writeBuffer", native_write_buffer, 1, NULL},
    {"writeUtf8String", native_write_utf8, 1, NULL},
    {"writeLatin1String", native_write_latin1, 1, NULL},
    {"writeUcs2String", native_write_ucs2, 1, NULL},
    {"writev", native_writev, 2, NULL},
    {"shutdown", native_shutdown, 0, NULL},
    {"listen", native_listen, 1, NULL},
    {"setBlocking", native_set_blocking, 1, NULL},
    {"adoptContext", native_adopt_context, 0, NULL},
    {"duplicate", native_duplicate, 0, NULL},
    {"idleMs", native_idle_ms, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_accessor_entry stream_accessors[] = {
    {"fd", native_fd, NULL},
    {"bytesRead", native_bytes_read, NULL},
    {"bytesWritten", native_bytes_written, NULL},
    {"writeQueueSize", native_write_queue_size, NULL},
    {NULL, NULL, NULL},
};

const js_class stream_class = {
    .name = "StreamHandle",
    .methods = stream_methods,
    .accessors = stream_accessors,
    .parent = &env_handle_class,
};

/* --- The binding --------------------------------------------------------- */

/* setCallbacks(onRead, onConnection, onWriteDone, onConnectDone,
 * onShutdownDone): the functions of lib/ that the event loop calls. */
static void native_set_callbacks(js_call *call) {
  static const int slots[] = {
      SLOT_STREAM_ON_READ,          SLOT_STREAM_ON_CONNECTION,
      SLOT_STREAM_ON_WRITE_DONE,    SLOT_STREAM_ON_CONNECT_DONE,
      SLOT_STREAM_ON_SHUTDOWN_DONE,
  };
  js_isolate *iso = js_call_isolate(call);
  for (int i = 0; i < (int)(sizeof slots / sizeof *slots); i++)
    js_slot_set(iso, slots[i], js_call_arg(call, i));
}

static void init_stream(env *env, js_value exports) {
  js_define_int32(env->iso, exports, "kUtf8", ENCODING_UTF8);
  js_define_int32(env->iso, exports, "kLatin1", ENCODING_LATIN1);
  js_define_int32(env->iso, exports, "kUcs2", ENCODING_UCS2);
  js_define_int32(env->iso, exports, "kBuffer", ENCODING_BUFFER);
}

static const js_native_entry natives[] = {
    {"setCallbacks", native_set_callbacks, 5, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const classes[] = {&stream_class, NULL};

const binding stream_binding = {
    .name = "stream",
    .natives = natives,
    .classes = classes,
    .init = init_stream,
};
