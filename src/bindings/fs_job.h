/* Work on files that takes several system calls, done as one job: on the
 * thread pool (callback, promise) or at once. */
#ifndef BINDINGS_FS_JOB_H_
#define BINDINGS_FS_JOB_H_

#include "../runtime/encoding.h"
#include "../runtime/env.h"
#include "../runtime/request.h"

typedef struct fs_job fs_job;

/* A job is made by fs_job_new, filled, and given to fs_job_start, which frees
 * it in the end. */
struct fs_job {
  env_request base;
  fs_job *next; /* in a list of fs_pool.c */

  /* Does it, on any thread: nothing of JavaScript may be touched. Sets error
   * and syscall where it fails. */
  void (*run)(fs_job *job);

  /* Its result. JS_EMPTY: exception pending. NULL: undefined. */
  js_value (*value)(js_isolate *iso, fs_job *job);

  char *path;      /* owned or path_room, NULL where fd is given */
  char *path_room; /* FS_PATH_ROOM bytes on the stack, or NULL */
  int fd;
  int flags;
  int mode;
  encoding encoding;
  bool flush;         /* fsync after writing */
  bool changes_files; /* so that it is done even if the process ends */

  /* What was read, or is to be written: owned unless store is set or it is the
   * job's own room. */
  uint8_t *bytes;
  size_t length;
  js_store *store; /* keeps a JavaScript buffer's memory, or NULL */

  char *made;    /* mkdirp: the first folder made (owned), or NULL */
  uint64_t size; /* of a file too large to be read; else 0 */
  int error;     /* 0, or a negative libuv error */
  const char *syscall;
  bool has_error_path; /* the error names the path */

  bool is_on_stack; /* of a synchronous call */

  /* Memory that comes with the job. What a worker thread would allocate and
   * the main thread free makes both wait for one another. */
  size_t room_size;
  uint8_t room[];
};

/* The same on the stack, for a call whose `how` is undefined: `job` is the
 * first member of a struct with room_size bytes after it. */
void fs_job_init(fs_job *job, size_t room_size, void (*run)(fs_job *job),
                 js_value (*value)(js_isolate *iso, fs_job *job));

/* With so many bytes of room. NULL: exception pending. */
fs_job *fs_job_new(js_call *call, size_t room_size, void (*run)(fs_job *job),
                   js_value (*value)(js_isolate *iso, fs_job *job));

/* Runs it as `how` says (see fs_operation.h) and sets the call's result. */
void fs_job_start(js_call *call, fs_job *job, js_value how);

/* Tells how it ended and frees it: on the loop's thread, after run. */
void fs_job_finish(fs_job *job);

void fs_job_free(fs_job *job);

/* The natives, listed by fs.c. */
void fs_native_box_put(js_call *call);
void fs_native_box_take(js_call *call);
void fs_native_mkdirp(js_call *call);
void fs_native_read_entries(js_call *call);
void fs_native_read_file(js_call *call);
void fs_native_readdir(js_call *call);
void fs_native_statfs(js_call *call);
void fs_native_write_file(js_call *call);

#endif
