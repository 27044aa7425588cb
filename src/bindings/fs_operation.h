/* One file-system operation of libuv: its arguments, how it is started, and how
 * its result becomes a JavaScript value. */
#ifndef BINDINGS_FS_OPERATION_H_
#define BINDINGS_FS_OPERATION_H_

#include "../runtime/encoding.h"
#include "../runtime/env.h"
#include "../runtime/request.h"

typedef enum fs_kind {
  FS_ACCESS,
  FS_CHMOD,
  FS_CHOWN,
  FS_CLOSE,
  FS_COPYFILE,
  FS_FCHMOD,
  FS_FCHOWN,
  FS_FDATASYNC,
  FS_FSTAT,
  FS_FSYNC,
  FS_FTRUNCATE,
  FS_FUTIME,
  FS_LCHOWN,
  FS_LINK,
  FS_LSTAT,
  FS_LUTIME,
  FS_MKDIR,
  FS_MKDTEMP,
  FS_OPEN,
  FS_READ,
  FS_READLINK,
  FS_REALPATH,
  FS_RENAME,
  FS_RMDIR,
  FS_STAT,
  FS_SYMLINK,
  FS_UNLINK,
  FS_UTIME,
  FS_WRITE,
} fs_kind;

/* The arguments, each used by some kinds, and what keeps memory alive while
 * the thread pool works. The paths are the operation's own, or in `room`. */
typedef struct fs_operation {
  fs_kind kind;
  const char *syscall; /* for errors */
  /* FS_PATH_ROOM bytes on the stack of a synchronous call's native, where a
   * path is copied to if it fits; or NULL. */
  char *room;
  char *path;
  char *dest;
  int fd;
  int flags; /* open, copyfile, symlink, access (mode) */
  int mode;
  int64_t offset;   /* read, write: -1 is the file's own position */
  double atime_sec; /* seconds */
  double mtime_sec;
  uv_uid_t uid;
  uv_gid_t gid;
  uv_buf_t *buffers; /* the operation's own array; one_buffer if only one */
  uv_buf_t one_buffer;
  unsigned buffer_count;
  /* What keeps the buffers' memory while the thread pool works, whatever
   * JavaScript does with them: one share or, with an array of buffers, as many;
   * NULL in synchronous calls. */
  js_store *store;
  js_store **stores;
  uint8_t *bytes;            /* a text to be written (owned), or NULL */
  encoding encoding;         /* of names in the result */
  bool as_bigint;            /* stat */
  bool is_sync;              /* set by fs_operation_run */
  bool undefined_if_missing; /* stat: throwIfNoEntry false */
} fs_operation;

/* What the last argument of an fs native may be besides a function (callback)
 * and undefined (synchronous): return a promise. */
enum { FS_USE_PROMISES = 1 };

enum { FS_PATH_ROOM = 512 };

/* Runs an operation as its native's last argument (`how`) says, and sets the
 * call's result. Takes over what the operation owns. */
void fs_operation_run(js_call *call, fs_operation *operation, js_value how);

/* Frees what it owns, for natives that fail before running it. */
void fs_operation_free(fs_operation *operation);

/* The Float64Array that takes the numbers of a synchronous stat, in the order
 * that lib/internal/fs/stats.js reads them, until the next one: made once. */
js_value fs_stat_numbers_new(js_isolate *iso);

#endif
