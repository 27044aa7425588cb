/* Terminals. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>

#include "../runtime/binding.h"
#include "../runtime/uv_error.h"
#include "stream.h"

extern const js_class tty_class;

static int tty_stream_init(env *env, int fd, js_value object) {
  stream *s = stream_alloc();
  if (s == NULL)
    return UV_ENOMEM;
  int status = uv_tty_init(&env->loop, &s->uv.tty, fd, 0);
  if (status != 0) {
    free(s);
    return status;
  }
  stream_attach(s, env, &tty_class, object);
  return 0;
}

/* new TTY(fd). Throws libuv's error, of syscall uv_tty_init. */
static void native_construct(js_call *call) {
  env *env = env_of_call(call);
  js_value fd = js_call_arg(call, 0);
  int status = UV_EINVAL;
  if (js_is_int32(fd))
    status = tty_stream_init(env, js_int32_value(fd), js_call_this(call));
  if (status != 0)
    uv_error_throw(env, status, "uv_tty_init", NULL, NULL);
}

static stream *tty_of_call(js_call *call) {
  stream *s = js_unwrap(js_call_this(call), &tty_class);
  if (s != NULL && !s->base.is_closing)
    return s;
  js_return_int32(call, UV_EBADF);
  return NULL;
}

/* getWindowSize(array): puts columns and rows into its first two elements. */
static void native_get_window_size(js_call *call) {
  stream *s = tty_of_call(call);
  if (s == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  js_value array = js_call_arg(call, 0);
  int columns = 0;
  int rows = 0;
  int status = uv_tty_get_winsize(&s->uv.tty, &columns, &rows);
  if (status == 0 && js_is_array(array)) {
    if (!js_set_index(iso, array, 0, js_int32(iso, columns)))
      return;
    if (!js_set_index(iso, array, 1, js_int32(iso, rows)))
      return;
  }
  js_return_int32(call, status);
}

/* --- Modes --------------------------------------------------------------- */

/* A terminal left in raw mode is of no use to the shell. env_exit gives it its
 * mode back; so do the signals that kill, which are then sent again to do it.
 * Listening to one (uv_signal_start) replaces the handler. */
static void reset_on_signal(int signal) {
  uv_tty_reset_mode();
  raise(signal); /* SA_RESETHAND: this time the default happens */
}

static void reset_when_killed_by(int signal) {
  struct sigaction old;
  if (sigaction(signal, NULL, &old) != 0 || old.sa_handler != SIG_DFL)
    return;
  struct sigaction new = {.sa_handler = reset_on_signal,
                          .sa_flags = (int)SA_RESETHAND};
  sigaction(signal, &new, NULL);
}

static void reset_prepare(void) {
  reset_when_killed_by(SIGINT);
  reset_when_killed_by(SIGTERM);
}

/* libuv's mode for binary data leaves a flag set that has no effect without
 * the processing of output, but that others see (stty). */
static int new_lines_leave(stream *s) {
  uv_os_fd_t fd;
  struct termios mode;
  int status = uv_fileno(&s->uv.handle, &fd);
  if (status != 0)
    return status;
  if (tcgetattr(fd, &mode) != 0)
    return uv_translate_sys_error(errno);
  mode.c_oflag &= ~(tcflag_t)ONLCR;
  if (tcsetattr(fd, TCSADRAIN, &mode) == 0)
    return 0;
  return uv_translate_sys_error(errno);
}

static int tty_set_mode(stream *s, int mode) {
  static uv_once_t is_prepared = UV_ONCE_INIT;
  uv_once(&is_prepared, reset_prepare);
  int status = uv_tty_set_mode(&s->uv.tty, mode);
  if (status != 0 || mode != UV_TTY_MODE_IO)
    return status;
  return new_lines_leave(s);
}

/* setRawMode(mode): kModeNormal, kModeRaw or kModeIo. */
static void native_set_raw_mode(js_call *call) {
  stream *s = tty_of_call(call);
  if (s == NULL)
    return;
  js_value mode = js_call_arg(call, 0);
  js_return_int32(call, js_is_int32(mode)
                            ? tty_set_mode(s, js_int32_value(mode))
                            : UV_EINVAL);
}

/* --- The binding --------------------------------------------------------- */

/* isTTY(fd) */
static void native_is_tty(js_call *call) {
  js_value fd = js_call_arg(call, 0);
  js_return_bool(
      call, js_is_int32(fd) && uv_guess_handle(js_int32_value(fd)) == UV_TTY);
}

/* guessHandleType(fd): 'FILE', 'PIPE', 'TCP', 'TTY', 'UDP' or 'UNKNOWN'. */
static void native_guess_handle_type(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value fd = js_call_arg(call, 0);
  uv_handle_type type =
      js_is_int32(fd) ? uv_guess_handle(js_int32_value(fd)) : UV_UNKNOWN_HANDLE;
  const char *name = type == UV_FILE         ? "FILE"
                     : type == UV_NAMED_PIPE ? "PIPE"
                     : type == UV_TCP        ? "TCP"
                     : type == UV_TTY        ? "TTY"
                     : type == UV_UDP        ? "UDP"
                                             : "UNKNOWN";
  js_return(call, js_string_literal(iso, name));
}

static const js_native_entry methods[] = {
    {"getWindowSize", native_get_window_size, 1, NULL},
    {"setRawMode", native_set_raw_mode, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class tty_class = {
    .name = "TTY",
    .construct = native_construct,
    .methods = methods,
    .parent = &stream_class,
};

static const js_native_entry natives[] = {
    {"isTTY", native_is_tty, 1, NULL},
    {"guessHandleType", native_guess_handle_type, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void init_tty(env *env, js_value exports) {
  js_define_int32(env->iso, exports, "kModeNormal", UV_TTY_MODE_NORMAL);
  js_define_int32(env->iso, exports, "kModeRaw", UV_TTY_MODE_RAW);
  js_define_int32(env->iso, exports, "kModeIo", UV_TTY_MODE_IO);
}

static const js_class *const classes[] = {&tty_class, NULL};

const binding tty_binding = {
    .name = "tty",
    .natives = natives,
    .classes = classes,
    .init = init_tty,
};
