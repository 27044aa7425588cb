#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "env.h"
#include "options.h"
#include "version.h"

/* A closed standard descriptor would be given to the next file opened, and the
 * program's output would go there. */
static void standard_descriptors_open(void) {
  for (int fd = 0; fd <= 2; fd++) {
    if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
      continue;
    if (open("/dev/null", O_RDWR) != fd)
      abort();
  }
}

/* A parent may have left signals ignored (a shell does for what it starts in
 * the background): a server must end on SIGINT all the same. */
static void signals_reset(void) {
  struct sigaction as_usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < 32; number++) {
    if (number != SIGKILL && number != SIGSTOP) {
      sigaction(number, &as_usual, NULL);
    }
  }
  /* A peer that closes early must give EPIPE, not end the process. */
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, NULL);
  sigaction(SIGXFSZ, &ignore, NULL); /* EFBIG, likewise */
}

/* Options that ask only for a text. Returns whether one was given. */
static bool options_answer(const env_options *options) {
  if (options->show_version) {
    puts(NODE_VERSION);
  } else if (options->show_help) {
    options_print_help();
  } else if (options->show_v8_options) {
    js_flags_from_string("--help");
  } else {
    return false;
  }
  return true;
}

/* Text and buffers of some megabytes come and go. By itself glibc gives each
 * back to the kernel at once, and the next one costs a page fault per 4 KiB:
 * more than filling it. */
static void memory_keep(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
  mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
#endif
}

int node_start(int argc, char **argv) {
  standard_descriptors_open();
  signals_reset();
  memory_keep();
  argv = uv_setup_args(argc, argv);
  env_options options;
  int status = options_parse(&options, argc, argv);
  if (status != 0 || options_answer(&options)) {
    options_free(&options);
    return status;
  }

  if (options.title)
    uv_set_process_title(options.title);
  js_flags_from_string(START_V8_FLAGS);
  js_platform_start((int)options.v8_pool_size);
  env_settings settings = {.options = &options};
  env *env = env_new(&settings);
  if (env == NULL)
    return 1;
  status = env_run(env);
#ifdef NODE_ASAN
  env_free(env);
  js_platform_stop();
  options_free(&options);
  uv_library_shutdown();
#else
  /* Freeing a heap object by object only to give it all back costs time and
   * gains nothing; the sanitized build does it, to prove that it can. */
  env_exit(env, status);
#endif
  return status;
}
