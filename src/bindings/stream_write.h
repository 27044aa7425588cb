/* Writing, as the natives of stream_natives.c need it: beyond stream.h, the
 * forms that avoid a copy. All return what stream_write returns. */
#ifndef BINDINGS_STREAM_WRITE_H_
#define BINDINGS_STREAM_WRITE_H_

#include "stream.h"

typedef void stream_write_done(stream *s, int status, void *data);

/* Writes views of JavaScript buffers; what is left over is not copied if it is
 * large, the buffers are held instead. Where a view is JS_EMPTY the bytes are
 * the caller's, and copied. `bufs` may be changed. */
int stream_write_views(stream *s, uv_buf_t *bufs, const js_value *views,
                       unsigned count, stream_write_done *on_done, void *data);

/* A request with room for `capacity` bytes, for text that is encoded right
 * into it. NULL: no memory. */
typedef struct stream_request stream_request;
stream_request *stream_request_new(size_t capacity);
uint8_t *stream_request_bytes(stream_request *request);
void stream_request_free(stream_request *request);

/* Writes the first `length` bytes of the request, and takes it over. */
int stream_write_request(stream *s, stream_request *request, size_t length,
                         stream_write_done *on_done, void *data);

/* Writes over an IPC pipe together with a handle. Always queued. */
int stream_write_handle(stream *s, const uv_buf_t *buf, stream *sent,
                        stream_write_done *on_done, void *data);

#endif
