/* statfs: libuv's lacks the fragment size. */
#include <errno.h>
#include <string.h>
#include <sys/vfs.h>

#include "fs_arguments.h"
#include "fs_job.h"

enum { FIELD_COUNT = 8 };

/* The fields, as bytes of the job, in the order of lib/internal/fs/stats.js. */
static void statfs_run(fs_job *job) {
  struct statfs status;
  int result;
  do {
    result = statfs(job->path, &status);
  } while (result != 0 && errno == EINTR);
  const uint64_t fields[FIELD_COUNT] = {
      (uint64_t)status.f_type,   (uint64_t)status.f_bsize,
      (uint64_t)status.f_blocks, (uint64_t)status.f_bfree,
      (uint64_t)status.f_bavail, (uint64_t)status.f_files,
      (uint64_t)status.f_ffree,  (uint64_t)status.f_frsize,
  };
  if (result == 0 && (job->bytes = malloc(sizeof fields)) != NULL) {
    memcpy(job->bytes, fields, sizeof fields);
    return;
  }
  job->error = uv_translate_sys_error(result == 0 ? ENOMEM : errno);
  job->syscall = "statfs";
  job->has_error_path = true;
}

/* An array of Numbers, or (flags set) of BigInts. */
static js_value statfs_value(js_isolate *iso, fs_job *job) {
  js_value fields[FIELD_COUNT];
  const uint64_t *numbers = (const uint64_t *)job->bytes;
  for (int i = 0; i < FIELD_COUNT; i++) {
    fields[i] = job->flags ? js_bigint_uint64(iso, numbers[i])
                           : js_double(iso, (double)numbers[i]);
  }
  return js_array_from(iso, fields, FIELD_COUNT);
}

/* statfs(path, bigint, how) */
void fs_native_statfs(js_call *call) {
  fs_job *job = fs_job_new(call, 0, statfs_run, statfs_value);
  if (job == NULL)
    return;
  job->path = fs_path_copy(js_call_isolate(call), js_call_arg(call, 0));
  if (job->path == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    fs_job_free(job);
    return;
  }
  job->flags = js_is_true(js_call_arg(call, 1));
  fs_job_start(call, job, js_call_arg(call, 2));
}
