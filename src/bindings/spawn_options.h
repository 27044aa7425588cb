/* What a child process is started with: libuv's options made of a native's
 * arguments. Shared by spawn.c and spawn_sync.c. */
#ifndef BINDINGS_SPAWN_OPTIONS_H_
#define BINDINGS_SPAWN_OPTIONS_H_

#include "../runtime/env.h"

/* The first arguments of both natives, in this order. What is undefined is not
 * asked for: the child inherits it. */
enum {
  SPAWN_FILE,      /* string */
  SPAWN_ARGUMENTS, /* array of strings, argv[0] included */
  SPAWN_ENV,       /* array of 'NAME=value', or undefined */
  SPAWN_CWD,       /* string or undefined */
  SPAWN_DETACHED,  /* boolean */
  SPAWN_UID,       /* int32 or undefined */
  SPAWN_GID,       /* int32 or undefined */
  SPAWN_STDIO,     /* flat array [kind, value, kind, value, ...] */
  SPAWN_ARGUMENT_COUNT,
};

/* Kinds of a child's descriptors. */
enum {
  STDIO_IGNORE, /* /dev/null for the first three, else closed */
  STDIO_PIPE,   /* value: a Pipe; in spawnSync the input (bytes) or undefined */
  STDIO_FD,     /* value: a descriptor of ours */
  STDIO_STREAM, /* value: a stream handle of ours */
};

/* Fills `options` except for stdio's containers (zeroed, stdio_count of them)
 * and exit_cb. Returns 0 or UV_ENOMEM. Free with spawn_options_free either
 * way. */
int spawn_options_read(js_call *call, uv_process_options_t *options);
void spawn_options_free(uv_process_options_t *options);

/* Descriptors that this process was itself started with are not meant for its
 * children; those it has opened are closed on exec already. */
void spawn_descriptors_keep(void);

#endif
