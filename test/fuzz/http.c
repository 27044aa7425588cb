/* libFuzzer's target for HTTP: what a peer sends to a server of ours, through
 * the whole of it, from the socket to the answer. `make fuzz` runs it.
 *
 * The first byte of an input says in how many pieces the rest arrives. A crash,
 * a hang, an exception, or a connection that is never closed is a finding. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../src/runtime/callback.h"
#include "../../src/runtime/options.h"
#include "../../src/runtime/start.h"

/* Turns of the loop after which a connection must have ended. */
#define MAX_TURNS 1000
#define SOURCE "test/fuzz/http.js"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
  env *env;
  js_ref *connect; /* the function that http.js evaluates to */
  env_options options;
} target;

static void die(const char *what) {
  fprintf(stderr, "fuzz: %s\n", what);
  abort();
}

static size_t source_read(char *text, size_t capacity) {
  FILE *file = fopen(SOURCE, "rb");
  if (file == NULL)
    die("run it in the tree's root: no " SOURCE);
  size_t length = fread(text, 1, capacity, file);
  fclose(file);
  return length;
}

static void server_make(env *env) {
  static char text[16384];
  js_isolate *iso = env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_source source = {
      .text = js_string_utf8(iso, text, source_read(text, sizeof text)),
      .name = js_string_literal(iso, SOURCE),
  };
  js_value script = js_script_compile(iso, &source);
  js_value function = script ? js_script_run(iso, script) : JS_EMPTY;
  if (function == JS_EMPTY || !js_is_function(function))
    die(SOURCE " failed");
  target.connect = js_ref_new(iso, function);
  js_scope_close(&scope);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  static char *words[] = {"node", NULL};
  (void)argv;
  signal(SIGPIPE, SIG_IGN);
  if (options_parse(&target.options, 1, words) != 0)
    die("no options");
  js_flags_from_string(START_V8_FLAGS " --single-threaded");
  js_platform_start(1);
  target.env = env_new(&(env_settings){.options = &target.options});
  if (target.env == NULL)
    die("no env");
  server_make(target.env);
  return 0;
}

/* Calls http.js; returns the number of connections that are open. */
static int server_call(int fd) {
  js_isolate *iso = target.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value argument = fd < 0 ? js_undefined(iso) : js_int32(iso, fd);
  js_value result = env_call(target.env, NULL, js_ref_get(iso, target.connect),
                             js_undefined(iso), 1, &argument);
  int open = result == JS_EMPTY ? -1 : js_int32_value(result);
  js_scope_close(&scope);
  if (open < 0)
    die("an exception");
  return open;
}

/* Lets the server do what it has to, and takes what it says. */
static void turn(int peer) {
  static char answer[65536];
  uv_run(&target.env->loop, UV_RUN_NOWAIT);
  while (peer >= 0 && read(peer, answer, sizeof answer) > 0)
    ;
}

static void send_all(int peer, const uint8_t *bytes, size_t length) {
  for (int i = 0; i < MAX_TURNS && length > 0; i++) {
    ssize_t sent = send(peer, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN)
      return;
    bytes += sent > 0 ? sent : 0;
    length -= sent > 0 ? (size_t)sent : 0;
    turn(peer);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  int ends[2];
  if (size < 2)
    return 0;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends))
    die("no socketpair");
  server_call(ends[0]);
  size_t pieces = 1 + data[0] % 8;
  const uint8_t *bytes = data + 1;
  size_t length = size - 1;
  for (size_t i = 0; i < pieces; i++) {
    size_t end = length * (i + 1) / pieces;
    size_t start = length * i / pieces;
    send_all(ends[1], bytes + start, end - start);
    turn(ends[1]);
  }
  close(ends[1]);
  for (int i = 0; server_call(-1) > 0; i++) {
    if (i == MAX_TURNS)
      die("a connection is not closed");
    turn(-1);
  }
  return 0;
}
