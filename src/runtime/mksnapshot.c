/* Runs lib/ and writes the heap it leaves: the snapshot that node starts from;
 * or the code cache of the modules that are not in it.
 *
 * Usage: node_mksnapshot snapshot|code-cache FILE
 *
 * One at a time, because V8 refuses a code cache that was made with other flags
 * than those it runs with, and the snapshot needs flags of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builtins.h"
#include "env.h"
#include "options.h"
#include "start.h"

static int file_write(const char *path, const uint8_t *bytes, size_t length) {
  FILE *file = fopen(path, "wb");
  if (file == NULL) {
    perror(path);
    return 1;
  }
  bool ok = fwrite(bytes, 1, length, file) == length;
  if (fclose(file) != 0 || !ok) {
    perror(path);
    return 1;
  }
  return 0;
}

static int snapshot_write(const env_options *options, const char *path) {
  env *env = env_new(options, true);
  if (env == NULL)
    return 1;
  size_t length;
  uint8_t *bytes = js_snapshot_create(env->iso, true, &length);
  env->iso = NULL;
  env_free(env);
  if (bytes == NULL)
    return 1;
  int status = file_write(path, bytes, length);
  free(bytes);
  return status;
}

static int code_cache_write(const env_options *options, const char *path) {
  env *env = env_new(options, false); /* V8 makes none while snapshotting */
  if (env == NULL)
    return 1;
  int status = builtins_code_cache_write(env, path) ? 0 : 1;
  env_free(env);
  return status;
}

int main(int argc, char **argv) {
  bool is_snapshot = argc == 3 && !strcmp(argv[1], "snapshot");
  if (!is_snapshot && (argc != 3 || strcmp(argv[1], "code-cache"))) {
    fputs("usage: node_mksnapshot snapshot|code-cache FILE\n", stderr);
    return 9;
  }
  env_options options;
  char *no_arguments[] = {argv[0], NULL};
  int status = options_parse(&options, 1, no_arguments);
  if (status != 0)
    return status;
  js_flags_from_string(START_V8_FLAGS);
  if (is_snapshot) {
    /* The same bytes from the same sources: no hash seed of this process. */
    js_flags_from_string(
        "--random-seed=1 --hash-seed=1 --predictable-gc-schedule");
  }
  js_platform_start(1);
  status = is_snapshot ? snapshot_write(&options, argv[2])
                       : code_cache_write(&options, argv[2]);
  js_platform_stop();
  return status;
}
