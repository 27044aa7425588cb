/* Runs lib/ and writes the heap it leaves: the snapshot that node starts from;
 * or the code cache of the modules that are not in it.
 *
 * Usage: node_mksnapshot FILE             writes the snapshot
 *        node_mksnapshot SNAPSHOT FILE    writes the code cache
 *
 * One at a time, because V8 refuses a code cache that was made with other flags
 * or from another snapshot than those it runs with, and the snapshot needs
 * flags of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "code_cache.h"
#include "env.h"
#include "options.h"
#include "start.h"

static bool file_write(const char *path, const uint8_t *bytes, size_t length) {
  FILE *file = fopen(path, "wb");
  if (file == NULL)
    return false;
  bool ok = fwrite(bytes, 1, length, file) == length;
  return fclose(file) == 0 && ok;
}

/* The whole file, to be freed; text is NULL with a message if it fails. */
static js_text file_read(const char *path) {
  js_text bytes = {NULL, 0};
  char *buffer = NULL;
  long size;
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) || (size = ftell(file)) <= 0)
    goto out;
  rewind(file);
  buffer = malloc((size_t)size);
  if (buffer && fread(buffer, 1, (size_t)size, file) == (size_t)size) {
    bytes = (js_text){buffer, (size_t)size};
    buffer = NULL;
  }
out:
  if (bytes.text == NULL)
    perror(path);
  free(buffer);
  if (file)
    fclose(file);
  return bytes;
}

static int snapshot_write(const env_options *options, const char *path) {
  /* The same bytes from the same sources: no hash seed of this process. */
  js_flags_from_string(
      "--random-seed=1 --hash-seed=1 --predictable-gc-schedule");
  js_platform_start(1);
  env_settings settings = {.options = options, .is_building_snapshot = true};
  env *env = env_new(&settings);
  if (env == NULL)
    return 1;
  size_t length;
  uint8_t *bytes = js_snapshot_create(env->iso, true, &length);
  env->iso = NULL;
  env_free(env);
  bool ok = bytes && file_write(path, bytes, length);
  if (!ok)
    perror(path);
  free(bytes);
  js_platform_stop();
  return ok ? 0 : 1;
}

static int cache_write(env_options *options, const char *snapshot,
                       const char *path) {
  js_platform_start(1);
  options->snapshot = file_read(snapshot);
  if (options->snapshot.text == NULL)
    return 1;
  env_settings settings = {.options = options};
  env *env = env_new(&settings);
  if (env == NULL)
    return 1;
  int status = code_cache_write(env, path) ? 0 : 1;
  env_free(env);
  free((void *)options->snapshot.text);
  js_platform_stop();
  return status;
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 3) {
    fputs("usage: node_mksnapshot [SNAPSHOT] FILE\n", stderr);
    return 9;
  }
  env_options options;
  char *no_arguments[] = {argv[0], NULL};
  int status = options_parse(&options, 1, no_arguments);
  if (status != 0)
    return status;
  js_flags_from_string(START_V8_FLAGS);
  return argc == 2 ? snapshot_write(&options, argv[1])
                   : cache_write(&options, argv[1], argv[2]);
}
