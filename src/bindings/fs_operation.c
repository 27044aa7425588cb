#include "fs_operation.h"

#include <stdlib.h>
#include <string.h>

#include "../runtime/uv_error.h"

typedef struct fs_request {
  env_request base;
  uv_fs_t fs;
  fs_operation operation;
} fs_request;

void fs_operation_free(fs_operation *o) {
  if (o->path != o->room)
    free(o->path);
  free(o->dest);
  if (o->buffers != &o->one_buffer)
    free(o->buffers);
  free(o->bytes);
  if (o->store)
    js_store_free(o->store);
  for (unsigned i = 0; o->stores && i < o->buffer_count; i++) {
    if (o->stores[i])
      js_store_free(o->stores[i]);
  }
  free(o->stores);
}

/* Starts it; with `done` NULL, does it. Returns a libuv error or the result. */
static int operation_start(uv_loop_t *loop, uv_fs_t *fs, fs_operation *o,
                           uv_fs_cb done) {
  switch (o->kind) {
    case FS_ACCESS:
      return uv_fs_access(loop, fs, o->path, o->mode, done);
    case FS_CHMOD:
      return uv_fs_chmod(loop, fs, o->path, o->mode, done);
    case FS_CHOWN:
      return uv_fs_chown(loop, fs, o->path, o->uid, o->gid, done);
    case FS_CLOSE:
      return uv_fs_close(loop, fs, o->fd, done);
    case FS_COPYFILE:
      return uv_fs_copyfile(loop, fs, o->path, o->dest, o->flags, done);
    case FS_FCHMOD:
      return uv_fs_fchmod(loop, fs, o->fd, o->mode, done);
    case FS_FCHOWN:
      return uv_fs_fchown(loop, fs, o->fd, o->uid, o->gid, done);
    case FS_FDATASYNC:
      return uv_fs_fdatasync(loop, fs, o->fd, done);
    case FS_FSTAT:
      return uv_fs_fstat(loop, fs, o->fd, done);
    case FS_FSYNC:
      return uv_fs_fsync(loop, fs, o->fd, done);
    case FS_FTRUNCATE:
      return uv_fs_ftruncate(loop, fs, o->fd, o->offset, done);
    case FS_FUTIME:
      return uv_fs_futime(loop, fs, o->fd, o->atime_sec, o->mtime_sec, done);
    case FS_LCHOWN:
      return uv_fs_lchown(loop, fs, o->path, o->uid, o->gid, done);
    case FS_LINK:
      return uv_fs_link(loop, fs, o->path, o->dest, done);
    case FS_LSTAT:
      return uv_fs_lstat(loop, fs, o->path, done);
    case FS_LUTIME:
      return uv_fs_lutime(loop, fs, o->path, o->atime_sec, o->mtime_sec, done);
    case FS_MKDIR:
      return uv_fs_mkdir(loop, fs, o->path, o->mode, done);
    case FS_MKDTEMP:
      return uv_fs_mkdtemp(loop, fs, o->path, done);
    case FS_OPEN:
      return uv_fs_open(loop, fs, o->path, o->flags, o->mode, done);
    case FS_READ:
      return uv_fs_read(loop, fs, o->fd, o->buffers, o->buffer_count, o->offset,
                        done);
    case FS_READLINK:
      return uv_fs_readlink(loop, fs, o->path, done);
    case FS_REALPATH:
      return uv_fs_realpath(loop, fs, o->path, done);
    case FS_RENAME:
      return uv_fs_rename(loop, fs, o->path, o->dest, done);
    case FS_RMDIR:
      return uv_fs_rmdir(loop, fs, o->path, done);
    case FS_STAT:
      return uv_fs_stat(loop, fs, o->path, done);
    case FS_SYMLINK:
      return uv_fs_symlink(loop, fs, o->path, o->dest, o->flags, done);
    case FS_UNLINK:
      return uv_fs_unlink(loop, fs, o->path, done);
    case FS_UTIME:
      return uv_fs_utime(loop, fs, o->path, o->atime_sec, o->mtime_sec, done);
    case FS_WRITE:
      return uv_fs_write(loop, fs, o->fd, o->buffers, o->buffer_count,
                         o->offset, done);
  }
  return UV_ENOSYS;
}

/* --- Results ------------------------------------------------------------ */

enum { STAT_COUNT = 18, STAT_FIRST_TIME = 10 };

static void stat_numbers(const uv_stat_t *s, uint64_t numbers[STAT_COUNT]) {
  const uint64_t values[STAT_COUNT] = {
      s->st_dev,
      s->st_mode,
      s->st_nlink,
      s->st_uid,
      s->st_gid,
      s->st_rdev,
      s->st_blksize,
      s->st_ino,
      s->st_size,
      s->st_blocks,
      (uint64_t)s->st_atim.tv_sec,
      (uint64_t)s->st_atim.tv_nsec,
      (uint64_t)s->st_mtim.tv_sec,
      (uint64_t)s->st_mtim.tv_nsec,
      (uint64_t)s->st_ctim.tv_sec,
      (uint64_t)s->st_ctim.tv_nsec,
      (uint64_t)s->st_birthtim.tv_sec,
      (uint64_t)s->st_birthtim.tv_nsec,
  };
  memcpy(numbers, values, sizeof values);
}

/* Times before 1970 are negative seconds. */
static void stat_doubles(const uv_stat_t *stat, double *doubles) {
  uint64_t numbers[STAT_COUNT];
  stat_numbers(stat, numbers);
  for (size_t i = 0; i < STAT_COUNT; i++) {
    doubles[i] =
        i < STAT_FIRST_TIME ? (double)numbers[i] : (double)(int64_t)numbers[i];
  }
}

js_value fs_stat_numbers_new(js_isolate *iso) {
  js_value buffer = js_array_buffer(iso, STAT_COUNT * sizeof(double), true);
  return buffer ? js_float64_array(iso, buffer, 0, STAT_COUNT)
                : js_undefined(iso);
}

static js_value stat_bigints(js_isolate *iso, const uv_stat_t *stat) {
  size_t length;
  js_value buffer = js_array_buffer(iso, STAT_COUNT * sizeof(int64_t), false);
  if (buffer == JS_EMPTY)
    return js_undefined(iso);
  stat_numbers(stat, js_array_buffer_data(buffer, &length));
  return js_bigint64_array(iso, buffer, 0, STAT_COUNT);
}

/* A synchronous stat is read by its caller at once, so that the env's one
 * array serves all; what comes later has to last. */
static js_value stat_value(js_isolate *iso, const fs_operation *o,
                           const uv_stat_t *stat) {
  if (o->as_bigint)
    return stat_bigints(iso, stat);
  js_bytes bytes;
  js_value numbers = o->is_sync ? js_slot_get(iso, SLOT_FS_STAT_NUMBERS)
                                : fs_stat_numbers_new(iso);
  if (js_bytes_of(numbers, &bytes))
    stat_doubles(stat, (double *)bytes.data);
  return numbers;
}

static js_value name_value(js_isolate *iso, const fs_operation *o,
                           const char *name) {
  size_t length = strlen(name);
  js_value value =
      o->encoding == ENCODING_BUFFER
          ? js_buffer_copy(iso, name, length)
          : encoding_decode(iso, o->encoding, (const uint8_t *)name, length);
  return value ? value : js_undefined(iso);
}

static js_value result_value(js_isolate *iso, const fs_operation *o,
                             uv_fs_t *fs) {
  switch (o->kind) {
    case FS_OPEN:
    case FS_READ:
    case FS_WRITE:
      return js_double(iso, (double)fs->result);
    case FS_STAT:
    case FS_LSTAT:
    case FS_FSTAT:
      return stat_value(iso, o, &fs->statbuf);
    case FS_READLINK:
    case FS_REALPATH:
      return name_value(iso, o, fs->ptr);
    case FS_MKDTEMP:
      return name_value(iso, o, fs->path);
    default:
      return js_undefined(iso);
  }
}

static bool is_missing_entry(const fs_operation *o, ssize_t result) {
  return o->undefined_if_missing &&
         (result == UV_ENOENT || result == UV_ENOTDIR);
}

static js_value result_error(env *env, const fs_operation *o, ssize_t result) {
  return uv_error(env, (int)result, o->syscall, o->path, o->dest);
}

/* --- Running ------------------------------------------------------------ */

static void run_now(js_call *call, env *env, fs_operation *o) {
  uv_fs_t fs;
  o->is_sync = true;
  int result = operation_start(&env->loop, &fs, o, NULL);
  if (result >= 0) {
    js_return(call, result_value(env->iso, o, &fs));
  } else if (!is_missing_entry(o, result)) {
    js_throw(env->iso, result_error(env, o, result));
  }
  uv_fs_req_cleanup(&fs);
  fs_operation_free(o);
}

static void request_done(uv_fs_t *fs) {
  fs_request *request = fs->data;
  env *env = request->base.env;
  fs_operation *o = &request->operation;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_value value = JS_EMPTY, error = JS_EMPTY;
  if (fs->result >= 0) {
    value = result_value(env->iso, o, fs);
  } else if (is_missing_entry(o, fs->result)) {
    value = js_undefined(env->iso);
  } else {
    error = result_error(env, o, fs->result);
  }
  if (error) {
    env_request_fail(&request->base, error);
  } else {
    env_request_succeed(&request->base, value);
  }
  uv_fs_req_cleanup(fs);
  fs_operation_free(o);
  free(request);
  js_scope_close(&scope);
}

void fs_operation_run(js_call *call, fs_operation *operation, js_value how) {
  env *env = env_of_call(call);
  if (js_is_undefined(how)) {
    run_now(call, env, operation);
    return;
  }
  fs_request *request = calloc(1, sizeof *request);
  if (request == NULL) {
    fs_operation_free(operation);
    js_throw_out_of_memory(env->iso);
    return;
  }
  request->operation = *operation;
  if (operation->buffers == &operation->one_buffer) {
    request->operation.buffers = &request->operation.one_buffer;
  }
  request->fs.data = request;
  if (!env_request_init(&request->base, call, how)) {
    fs_operation_free(operation);
    free(request);
    return;
  }
  int status = operation_start(&env->loop, &request->fs, &request->operation,
                               request_done);
  if (status >= 0)
    return;
  /* Refused at once (memory, or an argument): told the same way. */
  request->fs.result = status;
  request_done(&request->fs);
}
