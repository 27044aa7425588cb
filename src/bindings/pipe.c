/* Unix domain sockets and pipes. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../runtime/binding.h"
#include "stream.h"

extern const js_class pipe_class;

/* --- Making -------------------------------------------------------------- */

static stream *pipe_stream_init(env *env, bool is_ipc, js_value object) {
  stream *s = stream_alloc();
  if (s == NULL)
    return NULL;
  if (uv_pipe_init(&env->loop, &s->uv.pipe, is_ipc) != 0) {
    free(s);
    return NULL;
  }
  stream_attach(s, env, &pipe_class, object);
  return s;
}

stream *pipe_stream_new(env *env, bool is_ipc) {
  return pipe_stream_init(env, is_ipc, JS_EMPTY);
}

/* new Pipe(isIpc) */
static void native_construct(js_call *call) {
  env *env = env_of_call(call);
  bool is_ipc = js_is_true(js_call_arg(call, 0));
  if (pipe_stream_init(env, is_ipc, js_call_this(call)) == NULL)
    js_throw_out_of_memory(env->iso);
}

static stream *pipe_of_call(js_call *call) {
  stream *s = js_unwrap(js_call_this(call), &pipe_class);
  if (s != NULL && !s->base.is_closing)
    return s;
  js_return_int32(call, UV_EBADF);
  return NULL;
}

/* --- Paths --------------------------------------------------------------- */

/* A socket's path; one that begins with NUL lies in Linux's abstract namespace,
 * of which libuv knows nothing when it binds or connects. */
typedef struct pipe_path {
  struct sockaddr_un address;
  socklen_t length;
  bool is_abstract;
} pipe_path;

static int path_of_argument(js_call *call, int index, pipe_path *path) {
  js_isolate *iso = js_call_isolate(call);
  js_value text = js_call_arg(call, index);
  memset(path, 0, sizeof *path);
  if (!js_is_string(text))
    return UV_EINVAL;
  char *out = path->address.sun_path;
  size_t capacity = sizeof path->address.sun_path;
  size_t length = js_string_utf8_length(iso, text);
  if (length == 0 || length >= capacity)
    return UV_EINVAL;
  js_string_write_utf8(iso, text, out, capacity, NULL);
  path->address.sun_family = AF_UNIX;
  path->is_abstract = out[0] == '\0';
  path->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
  return 0;
}

/* The socket of a pipe, made now if there is none yet; *is_new tells. */
static int socket_of_pipe(stream *s, int *fd, bool *is_new) {
  *is_new = uv_fileno(&s->uv.handle, fd) != 0;
  if (!*is_new)
    return 0;
  *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return *fd >= 0 ? 0 : uv_translate_sys_error(errno);
}

/* --- Binding and connecting ---------------------------------------------- */

static int abstract_bind(stream *s, const pipe_path *path) {
  int fd;
  bool is_new;
  int status = socket_of_pipe(s, &fd, &is_new);
  if (status != 0)
    return status;
  if (bind(fd, (const struct sockaddr *)&path->address, path->length) != 0)
    status = uv_translate_sys_error(errno);
  if (status == 0 && is_new)
    status = uv_pipe_open(&s->uv.pipe, fd);
  if (status != 0 && is_new)
    close(fd);
  return status;
}

/* bind(path) */
static void native_bind(js_call *call) {
  stream *s = pipe_of_call(call);
  if (s == NULL)
    return;
  pipe_path path;
  int status = path_of_argument(call, 0, &path);
  if (status == 0)
    status = path.is_abstract
                 ? abstract_bind(s, &path)
                 : uv_pipe_bind(&s->uv.pipe, path.address.sun_path);
  js_return_int32(call, status);
}

/* Connects by ourselves: to an abstract address, or from a pipe that is bound,
 * which libuv would never let read or write. A local connect never waits: it
 * succeeds at once or fails. */
static int connect_now(stream *s, const pipe_path *path) {
  int fd;
  bool is_new;
  int status = socket_of_pipe(s, &fd, &is_new);
  if (status != 0)
    return status;
  int result;
  do {
    result = connect(fd, (const struct sockaddr *)&path->address, path->length);
  } while (result != 0 && errno == EINTR);
  if (result != 0)
    status = uv_translate_sys_error(errno);
  if (status == 0)
    status = uv_pipe_open(&s->uv.pipe, fd);
  if (status != 0 && is_new)
    close(fd);
  return status != 0 ? status : 1;
}

static bool pipe_is_bound(stream *s) {
  uv_os_fd_t fd;
  return uv_fileno(&s->uv.handle, &fd) == 0;
}

static int path_connect(stream *s, const pipe_path *path) {
  uv_connect_t *request = malloc(sizeof *request);
  if (request == NULL)
    return UV_ENOMEM;
  uv_pipe_connect(request, &s->uv.pipe, path->address.sun_path,
                  stream_on_connect);
  return 0;
}

/* connect(path): 0: a callback comes; 1: connected now; negative: error. */
static void native_connect(js_call *call) {
  stream *s = pipe_of_call(call);
  if (s == NULL)
    return;
  pipe_path path;
  int status = path_of_argument(call, 0, &path);
  if (status == 0)
    status = path.is_abstract || pipe_is_bound(s) ? connect_now(s, &path)
                                                  : path_connect(s, &path);
  js_return_int32(call, status);
}

static void native_open(js_call *call) {
  stream *s = pipe_of_call(call);
  if (s == NULL)
    return;
  js_value fd = js_call_arg(call, 0);
  int status = js_is_int32(fd) ? uv_pipe_open(&s->uv.pipe, js_int32_value(fd))
                               : UV_EINVAL;
  js_return_int32(call, status);
}

/* fchmod(mode): who may use a listening pipe, UV_READABLE | UV_WRITABLE. */
static void native_fchmod(js_call *call) {
  stream *s = pipe_of_call(call);
  if (s == NULL)
    return;
  js_value mode = js_call_arg(call, 0);
  int status = js_is_int32(mode)
                   ? uv_pipe_chmod(&s->uv.pipe, js_int32_value(mode))
                   : UV_EINVAL;
  js_return_int32(call, status);
}

/* --- Names --------------------------------------------------------------- */

/* The path the pipe is bound to: a string, or a negative error. */
static void native_getsockname(js_call *call) {
  stream *s = pipe_of_call(call);
  if (s == NULL)
    return;
  char name[sizeof(struct sockaddr_un)];
  size_t length = sizeof name;
  int status = uv_pipe_getsockname(&s->uv.pipe, name, &length);
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_return(call, js_string_utf8(js_call_isolate(call), name, length));
}

/* --- The binding --------------------------------------------------------- */

static const js_native_entry methods[] = {
    {"bind", native_bind, 1, NULL},
    {"connect", native_connect, 1, NULL},
    {"open", native_open, 1, NULL},
    {"fchmod", native_fchmod, 1, NULL},
    {"getsockname", native_getsockname, 0, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class pipe_class = {
    .name = "Pipe",
    .construct = native_construct,
    .methods = methods,
    .parent = &stream_class,
};

static void init_pipe(env *env, js_value exports) {
  js_define_int32(env->iso, exports, "kReadable", UV_READABLE);
  js_define_int32(env->iso, exports, "kWritable", UV_WRITABLE);
}

static const js_class *const classes[] = {&pipe_class, NULL};

const binding pipe_binding = {
    .name = "pipe",
    .classes = classes,
    .init = init_pipe,
};
