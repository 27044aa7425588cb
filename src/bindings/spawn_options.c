#include "spawn_options.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

static char *text_of(js_isolate *iso, js_value value) {
  js_value text = js_to_string(iso, value);
  return text == JS_EMPTY ? NULL : js_string_to_utf8(iso, text, NULL);
}

static void texts_free(char **texts) {
  if (texts == NULL)
    return;
  for (char **text = texts; *text != NULL; text++)
    free(*text);
  free(texts);
}

/* An array of strings as execve wants it: ends with NULL. */
static char **texts_of(js_isolate *iso, js_value array) {
  uint32_t count = js_array_length(array);
  char **texts = calloc((size_t)count + 1, sizeof *texts);
  if (texts == NULL)
    return NULL;
  for (uint32_t i = 0; i < count; i++) {
    js_scope scope;
    js_scope_open(iso, &scope);
    js_value text = js_get_index(iso, array, i);
    texts[i] = text == JS_EMPTY ? NULL : text_of(iso, text);
    js_scope_close(&scope);
    if (texts[i] == NULL) {
      texts_free(texts);
      return NULL;
    }
  }
  return texts;
}

/* Fields that no memory is needed for. */
static void read_flags(js_call *call, uv_process_options_t *options) {
  js_value uid = js_call_arg(call, SPAWN_UID);
  js_value gid = js_call_arg(call, SPAWN_GID);
  if (js_is_int32(uid)) {
    options->flags |= UV_PROCESS_SETUID;
    options->uid = (uv_uid_t)js_int32_value(uid);
  }
  if (js_is_int32(gid)) {
    options->flags |= UV_PROCESS_SETGID;
    options->gid = (uv_gid_t)js_int32_value(gid);
  }
  if (js_is_true(js_call_arg(call, SPAWN_DETACHED)))
    options->flags |= UV_PROCESS_DETACHED;
}

static int read_texts(js_call *call, uv_process_options_t *options) {
  js_isolate *iso = js_call_isolate(call);
  js_value environment = js_call_arg(call, SPAWN_ENV);
  js_value cwd = js_call_arg(call, SPAWN_CWD);
  options->file = text_of(iso, js_call_arg(call, SPAWN_FILE));
  options->args = texts_of(iso, js_call_arg(call, SPAWN_ARGUMENTS));
  if (options->file == NULL || options->args == NULL)
    return UV_ENOMEM;
  if (js_is_array(environment)) {
    options->env = texts_of(iso, environment);
    if (options->env == NULL)
      return UV_ENOMEM;
  }
  if (js_is_string(cwd)) {
    options->cwd = text_of(iso, cwd);
    if (options->cwd == NULL)
      return UV_ENOMEM;
  }
  return 0;
}

int spawn_options_read(js_call *call, uv_process_options_t *options) {
  memset(options, 0, sizeof *options);
  read_flags(call, options);
  int status = read_texts(call, options);
  if (status != 0)
    return status;
  uint32_t count = js_array_length(js_call_arg(call, SPAWN_STDIO)) / 2;
  options->stdio = calloc((size_t)count + 1, sizeof *options->stdio);
  if (options->stdio == NULL)
    return UV_ENOMEM;
  options->stdio_count = (int)count;
  return 0;
}

void spawn_options_free(uv_process_options_t *options) {
  free((char *)options->file);
  free((char *)options->cwd);
  texts_free(options->args);
  texts_free(options->env);
  free(options->stdio);
}

void spawn_descriptors_keep(void) {
  /* Those that a shell or a supervisor hands over have small numbers and no
   * large gaps. */
  for (int fd = 3;; fd++) {
    int flags = fcntl(fd, F_GETFD);
    if (flags == -1 && fd > 15)
      return;
    if (flags != -1 && (flags & FD_CLOEXEC) == 0)
      fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
  }
}
