/* What the module loader asks of the file system, one system call a question
 * and no error objects; and of the engine. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../runtime/binding.h"

typedef int stat_function(const char *path, struct stat *status);

/* Returns 0 for a file, 1 for a directory, 2 for a link, negative: none. */
static void kind_return(js_call *call, stat_function *look) {
  js_isolate *iso = js_call_isolate(call);
  char buffer[1024];
  char *path = js_string_to_utf8_inline(iso, js_call_arg(call, 0), buffer,
                                        sizeof buffer, NULL);
  if (path == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  struct stat status;
  int kind = look(path, &status) != 0  ? -errno
             : S_ISDIR(status.st_mode) ? 1
             : S_ISLNK(status.st_mode) ? 2
                                       : 0;
  if (path != buffer)
    free(path);
  js_return_int32(call, kind);
}

/* kind(path): 0 a file, 1 a directory, negative: there is none */
static void native_kind(js_call *call) {
  kind_return(call, stat);
}

/* entryKind(path): as kind(), but 2 for a symbolic link */
static void native_entry_kind(js_call *call) {
  kind_return(call, lstat);
}

/* Reads an open file to its end: most in one read of its size plus one. */
static char *fd_read(int fd, size_t size_hint, size_t *length) {
  size_t capacity = size_hint + 1, used = 0;
  char *bytes = malloc(capacity);
  while (bytes) {
    ssize_t got = read(fd, bytes + used, capacity - used);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      goto fail;
    if (got == 0)
      break;
    used += (size_t)got;
    if (used < capacity)
      continue;
    char *grown = realloc(bytes, capacity *= 2);
    if (grown == NULL)
      goto fail;
    bytes = grown;
  }
  *length = used;
  return bytes;
fail:
  free(bytes);
  return NULL;
}

/* readText(path): a file as a string, a leading BOM removed; a negative errno
 * if it cannot be read */
static void native_read_text(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char buffer[1024], *bytes = NULL;
  size_t length = 0;
  int fd = -1;
  struct stat status;
  char *path = js_string_to_utf8_inline(iso, js_call_arg(call, 0), buffer,
                                        sizeof buffer, NULL);
  if (path == NULL)
    goto fail;
  fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) != 0)
    goto fail;
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    goto fail;
  }
  bytes =
      fd_read(fd, status.st_size > 0 ? (size_t)status.st_size : 4096, &length);
  if (bytes == NULL)
    goto fail;
  size_t skip = length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
  js_value text = js_string_utf8(iso, bytes + skip, length - skip);
  if (text != JS_EMPTY)
    js_return(call, text);
  goto out;
fail:
  js_return_int32(call, errno ? -errno : -EIO);
out:
  free(bytes);
  if (fd >= 0)
    close(fd);
  if (path != buffer)
    free(path);
}

/* realPath(path): without symbolic links; a negative errno on failure */
static void native_real_path(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char buffer[1024];
  char *path = js_string_to_utf8_inline(iso, js_call_arg(call, 0), buffer,
                                        sizeof buffer, NULL);
  char *real = path ? realpath(path, NULL) : NULL;
  if (real) {
    js_return(call, js_string_utf8(iso, real, JS_AUTO_LENGTH));
  } else {
    js_return_int32(call, -errno);
  }
  free(real);
  if (path != buffer)
    free(path);
}

/* watchEval(watch): watch(text) sees what eval and Function compile. */
static void native_watch_eval(js_call *call) {
  js_eval_watch(js_call_isolate(call), js_call_arg(call, 0));
}

/* prepareStacks(prepare): see js_prepare_stack_trace_set */
static void native_prepare_stacks(js_call *call) {
  js_prepare_stack_trace_set(js_call_isolate(call), js_call_arg(call, 0));
}

static const js_native_entry modules_natives[] = {
    {"kind", native_kind, 1, NULL},
    {"entryKind", native_entry_kind, 1, NULL},
    {"readText", native_read_text, 1, NULL},
    {"realPath", native_real_path, 1, NULL},
    {"watchEval", native_watch_eval, 1, NULL},
    {"prepareStacks", native_prepare_stacks, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding modules_binding = {.name = "modules", .natives = modules_natives};
