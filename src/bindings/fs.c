/* The file system's natives. Paths are strings or bytes without NUL, checked by
 * lib/fs.js; the last argument says how the result comes: undefined (at once),
 * a function (callback), kUsePromises. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../runtime/binding.h"
#include "../runtime/uv_error.h"
#include "fs_arguments.h"
#include "fs_job.h"
#include "fs_operation.h"

static int64_t int64_arg(js_call *call, int index, int64_t otherwise) {
  js_value value = js_call_arg(call, index);
  if (js_is_bigint(value))
    return js_bigint_to_int64(value, NULL);
  return js_is_number(value) ? js_int64_value(value) : otherwise;
}

static double double_arg(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  return js_is_number(value) ? js_double_value(value) : 0;
}

/* Fills path (argument 0) and, if `with_dest`, dest (argument 1). */
static bool paths_read(js_call *call, fs_operation *o, bool with_dest) {
  js_isolate *iso = js_call_isolate(call);
  o->path = fs_path_copy_to(iso, js_call_arg(call, 0), o->room, FS_PATH_ROOM);
  if (with_dest)
    o->dest = fs_path_copy(iso, js_call_arg(call, 1));
  if (o->path && (o->dest || !with_dest))
    return true;
  fs_operation_free(o);
  js_throw_out_of_memory(iso);
  return false;
}

/* The stack's room for a path, if the call is a synchronous one. */
static char *room_for(js_call *call, int how_index, char *room) {
  return js_is_undefined(js_call_arg(call, how_index)) ? room : NULL;
}

/* Natives whose arguments are (path, how). */
static void run_path(js_call *call, fs_kind kind, const char *syscall) {
  char room[FS_PATH_ROOM];
  fs_operation o = {
      .kind = kind, .syscall = syscall, .room = room_for(call, 1, room)};
  if (paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 1));
  }
}

/* (path, dest, how) */
static void run_paths(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {.kind = kind, .syscall = syscall};
  if (paths_read(call, &o, true)) {
    fs_operation_run(call, &o, js_call_arg(call, 2));
  }
}

/* (fd, how) */
static void run_fd(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {
      .kind = kind, .syscall = syscall, .fd = fs_int_arg(call, 0)};
  fs_operation_run(call, &o, js_call_arg(call, 1));
}

static void native_rmdir(js_call *call) {
  run_path(call, FS_RMDIR, "rmdir");
}
static void native_unlink(js_call *call) {
  run_path(call, FS_UNLINK, "unlink");
}
static void native_rename(js_call *call) {
  run_paths(call, FS_RENAME, "rename");
}
static void native_link(js_call *call) {
  run_paths(call, FS_LINK, "link");
}
static void native_close(js_call *call) {
  run_fd(call, FS_CLOSE, "close");
}
static void native_fsync(js_call *call) {
  run_fd(call, FS_FSYNC, "fsync");
}
static void native_fdatasync(js_call *call) {
  run_fd(call, FS_FDATASYNC, "fdatasync");
}

/* access(path, mode, how) */
static void native_access(js_call *call) {
  char room[FS_PATH_ROOM];
  fs_operation o = {.kind = FS_ACCESS,
                    .syscall = "access",
                    .room = room_for(call, 2, room),
                    .mode = fs_int_arg(call, 1)};
  if (paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 2));
  }
}

/* exists(path): a boolean, at once */
static void native_exists(js_call *call) {
  char room[FS_PATH_ROOM];
  char *path = fs_path_copy_to(js_call_isolate(call), js_call_arg(call, 0),
                               room, sizeof room);
  js_return_bool(call, path && access(path, F_OK) == 0);
  if (path != room)
    free(path);
}

/* open(path, flags, mode, how) */
static void native_open(js_call *call) {
  char room[FS_PATH_ROOM];
  fs_operation o = {.kind = FS_OPEN,
                    .syscall = "open",
                    .room = room_for(call, 3, room),
                    .flags = fs_int_arg(call, 1),
                    .mode = fs_int_arg(call, 2)};
  if (paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 3));
  }
}

/* opendir(path, how): a descriptor for readEntries */
static void native_opendir(js_call *call) {
  fs_operation o = {
      .kind = FS_OPEN, .syscall = "opendir", .flags = O_RDONLY | O_DIRECTORY};
  if (paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 1));
  }
}

/* mkdir(path, mode, how), chmod(path, mode, how) */
static void run_path_mode(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {
      .kind = kind, .syscall = syscall, .mode = fs_int_arg(call, 1)};
  if (paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 2));
  }
}
static void native_mkdir(js_call *call) {
  run_path_mode(call, FS_MKDIR, "mkdir");
}
static void native_chmod(js_call *call) {
  run_path_mode(call, FS_CHMOD, "chmod");
}

/* fchmod(fd, mode, how) */
static void native_fchmod(js_call *call) {
  fs_operation o = {.kind = FS_FCHMOD,
                    .syscall = "fchmod",
                    .fd = fs_int_arg(call, 0),
                    .mode = fs_int_arg(call, 1)};
  fs_operation_run(call, &o, js_call_arg(call, 2));
}

/* chown(path, uid, gid, how) */
static void run_chown(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {.kind = kind,
                    .syscall = syscall,
                    .fd = fs_int_arg(call, 0),
                    .uid = (uv_uid_t)int64_arg(call, 1, 0),
                    .gid = (uv_gid_t)int64_arg(call, 2, 0)};
  if (kind == FS_FCHOWN || paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 3));
  }
}
static void native_chown(js_call *call) {
  run_chown(call, FS_CHOWN, "chown");
}
static void native_lchown(js_call *call) {
  run_chown(call, FS_LCHOWN, "lchown");
}
static void native_fchown(js_call *call) {
  run_chown(call, FS_FCHOWN, "fchown");
}

/* utimes(path, atime, mtime, how): seconds */
static void run_utime(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {.kind = kind,
                    .syscall = syscall,
                    .fd = fs_int_arg(call, 0),
                    .atime_sec = double_arg(call, 1),
                    .mtime_sec = double_arg(call, 2)};
  if (kind == FS_FUTIME || paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 3));
  }
}
static void native_utimes(js_call *call) {
  run_utime(call, FS_UTIME, "utime");
}
static void native_lutimes(js_call *call) {
  run_utime(call, FS_LUTIME, "lutime");
}
static void native_futimes(js_call *call) {
  run_utime(call, FS_FUTIME, "futime");
}

/* stat(path, bigint, throwIfNoEntry, how); fstat takes a descriptor */
static void run_stat(js_call *call, fs_kind kind, const char *syscall) {
  char room[FS_PATH_ROOM];
  fs_operation o = {.kind = kind,
                    .syscall = syscall,
                    .room = room_for(call, 3, room),
                    .fd = fs_int_arg(call, 0),
                    .as_bigint = js_is_true(js_call_arg(call, 1)),
                    .undefined_if_missing = js_is_false(js_call_arg(call, 2))};
  if (kind == FS_FSTAT || paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 3));
  }
}
static void native_stat(js_call *call) {
  run_stat(call, FS_STAT, "stat");
}
static void native_lstat(js_call *call) {
  run_stat(call, FS_LSTAT, "lstat");
}
static void native_fstat(js_call *call) {
  run_stat(call, FS_FSTAT, "fstat");
}

/* readlink(path, encoding, how) */
static void run_name(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {.kind = kind,
                    .syscall = syscall,
                    .encoding = (encoding)fs_int_arg(call, 1)};
  if (paths_read(call, &o, false)) {
    fs_operation_run(call, &o, js_call_arg(call, 2));
  }
}
static void native_readlink(js_call *call) {
  run_name(call, FS_READLINK, "readlink");
}
static void native_realpath(js_call *call) {
  run_name(call, FS_REALPATH, "realpath");
}

/* mkdtemp(template, encoding, how): the template ends with XXXXXX */
static void native_mkdtemp(js_call *call) {
  run_name(call, FS_MKDTEMP, "mkdtemp");
}

/* symlink(target, path, flags, how), copyFile(source, dest, flags, how) */
static void run_paths_flags(js_call *call, fs_kind kind, const char *syscall) {
  fs_operation o = {
      .kind = kind, .syscall = syscall, .flags = fs_int_arg(call, 2)};
  if (paths_read(call, &o, true)) {
    fs_operation_run(call, &o, js_call_arg(call, 3));
  }
}
static void native_symlink(js_call *call) {
  run_paths_flags(call, FS_SYMLINK, "symlink");
}
static void native_copy_file(js_call *call) {
  run_paths_flags(call, FS_COPYFILE, "copyfile");
}

/* ftruncate(fd, length, how) */
static void native_ftruncate(js_call *call) {
  fs_operation o = {.kind = FS_FTRUNCATE,
                    .syscall = "ftruncate",
                    .fd = fs_int_arg(call, 0),
                    .offset = int64_arg(call, 1, 0)};
  fs_operation_run(call, &o, js_call_arg(call, 2));
}

/* --- Reading and writing -------------------------------------------------- */

/* read(fd, view, offset, length, position, how): position -1: the file's own.
 * The range was checked by the caller against the view; it is cut here to what
 * the view still has, as it may have been detached since. */
static void run_buffer(js_call *call, fs_kind kind, const char *syscall) {
  js_value view = js_call_arg(call, 1), how = js_call_arg(call, 5);
  size_t offset = (size_t)int64_arg(call, 2, 0);
  size_t length = (size_t)int64_arg(call, 3, 0);
  js_bytes bytes = {0};
  /* An empty view may have no address. */
  if (!js_bytes_of(view, &bytes) || bytes.data == NULL)
    bytes = (js_bytes){(uint8_t *)"", 0};
  if (offset > bytes.length)
    offset = bytes.length;
  if (length > bytes.length - offset)
    length = bytes.length - offset;
  fs_operation o = {.kind = kind,
                    .syscall = syscall,
                    .fd = fs_int_arg(call, 0),
                    .offset = int64_arg(call, 4, -1),
                    .buffer_count = 1};
  o.one_buffer = (uv_buf_t){(char *)bytes.data + offset, length};
  o.buffers = &o.one_buffer;
  if (!js_is_undefined(how))
    o.store = js_store_of(view);
  fs_operation_run(call, &o, how);
}
static void native_read(js_call *call) {
  run_buffer(call, FS_READ, "read");
}
static void native_write(js_call *call) {
  run_buffer(call, FS_WRITE, "write");
}

/* writeString(fd, text, encoding, position, how) */
static void native_write_string(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  size_t length = 0;
  uint8_t *bytes = encoding_bytes(iso, (encoding)fs_int_arg(call, 2),
                                  js_call_arg(call, 1), &length);
  if (bytes == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  fs_operation o = {.kind = FS_WRITE,
                    .syscall = "write",
                    .fd = fs_int_arg(call, 0),
                    .offset = int64_arg(call, 3, -1),
                    .buffer_count = 1,
                    .bytes = bytes};
  o.one_buffer = (uv_buf_t){(char *)bytes, length};
  o.buffers = &o.one_buffer;
  fs_operation_run(call, &o, js_call_arg(call, 4));
}

/* readv(fd, views, position, how), writev: as many views as IOV_MAX allows are
 * taken; the caller goes on with the rest. */
static void run_vector(js_call *call, fs_kind kind, const char *syscall) {
  js_isolate *iso = js_call_isolate(call);
  js_value views = js_call_arg(call, 1), how = js_call_arg(call, 3);
  uint32_t count = js_is_array(views) ? js_array_length(views) : 0;
  fs_operation o = {.kind = kind,
                    .syscall = syscall,
                    .fd = fs_int_arg(call, 0),
                    .offset = int64_arg(call, 2, -1),
                    .buffer_count = count};
  o.buffers = calloc((size_t)count + 1, sizeof *o.buffers);
  if (!js_is_undefined(how))
    o.stores = calloc((size_t)count + 1, sizeof(js_store *));
  if (o.buffers == NULL || (o.stores == NULL && !js_is_undefined(how))) {
    fs_operation_free(&o);
    js_throw_out_of_memory(iso);
    return;
  }
  for (uint32_t i = 0; i < count; i++) {
    js_bytes bytes;
    js_value view = js_get_index(iso, views, i);
    if (view == JS_EMPTY) {
      fs_operation_free(&o);
      return;
    }
    if (!js_bytes_of(view, &bytes))
      bytes = (js_bytes){0};
    if (o.stores)
      o.stores[i] = js_store_of(view);
    o.buffers[i] = (uv_buf_t){(char *)bytes.data, bytes.length};
  }
  fs_operation_run(call, &o, how);
}
static void native_readv(js_call *call) {
  run_vector(call, FS_READ, "read");
}
static void native_writev(js_call *call) {
  run_vector(call, FS_WRITE, "write");
}

static const js_native_entry fs_natives[] = {
    {"access", native_access, 3, NULL},
    {"boxPut", fs_native_box_put, 1, NULL},
    {"boxTake", fs_native_box_take, 1, NULL},
    {"chmod", native_chmod, 3, NULL},
    {"chown", native_chown, 4, NULL},
    {"close", native_close, 2, NULL},
    {"copyFile", native_copy_file, 4, NULL},
    {"exists", native_exists, 1, NULL},
    {"fchmod", native_fchmod, 3, NULL},
    {"fchown", native_fchown, 4, NULL},
    {"fdatasync", native_fdatasync, 2, NULL},
    {"fstat", native_fstat, 4, NULL},
    {"fsync", native_fsync, 2, NULL},
    {"ftruncate", native_ftruncate, 3, NULL},
    {"futimes", native_futimes, 4, NULL},
    {"lchown", native_lchown, 4, NULL},
    {"link", native_link, 3, NULL},
    {"lstat", native_lstat, 4, NULL},
    {"lutimes", native_lutimes, 4, NULL},
    {"mkdir", native_mkdir, 3, NULL},
    {"mkdirp", fs_native_mkdirp, 3, NULL},
    {"mkdtemp", native_mkdtemp, 3, NULL},
    {"open", native_open, 4, NULL},
    {"opendir", native_opendir, 2, NULL},
    {"read", native_read, 6, NULL},
    {"readEntries", fs_native_read_entries, 3, NULL},
    {"readFile", fs_native_read_file, 4, NULL},
    {"readdir", fs_native_readdir, 4, NULL},
    {"readlink", native_readlink, 3, NULL},
    {"readv", native_readv, 4, NULL},
    {"realpath", native_realpath, 3, NULL},
    {"rename", native_rename, 3, NULL},
    {"rmdir", native_rmdir, 2, NULL},
    {"stat", native_stat, 4, NULL},
    {"statfs", fs_native_statfs, 3, NULL},
    {"symlink", native_symlink, 4, NULL},
    {"unlink", native_unlink, 2, NULL},
    {"utimes", native_utimes, 4, NULL},
    {"write", native_write, 6, NULL},
    {"writeFile", fs_native_write_file, 7, NULL},
    {"writeString", native_write_string, 5, NULL},
    {"writev", native_writev, 4, NULL},
    {NULL, NULL, 0, NULL},
};

// clang-format off
#define EACH_CONSTANT(X) \
  X(UV_FS_SYMLINK_DIR) X(UV_FS_SYMLINK_JUNCTION) X(O_RDONLY) X(O_WRONLY) \
  X(O_RDWR) X(UV_DIRENT_UNKNOWN) X(UV_DIRENT_FILE) X(UV_DIRENT_DIR) \
  X(UV_DIRENT_LINK) X(UV_DIRENT_SOCKET) X(UV_DIRENT_CHAR) X(UV_DIRENT_BLOCK) \
  X(S_IFMT) X(S_IFREG) X(S_IFDIR) X(S_IFCHR) X(S_IFBLK) X(S_IFIFO) \
  X(S_IFLNK) X(S_IFSOCK) X(O_CREAT) X(O_EXCL) X(UV_FS_O_FILEMAP) X(O_NOCTTY) \
  X(O_TRUNC) X(O_APPEND) X(O_DIRECTORY) X(O_NOATIME) X(O_NOFOLLOW) X(O_SYNC) \
  X(O_DSYNC) X(O_DIRECT) X(O_NONBLOCK) X(S_IRWXU) X(S_IRUSR) X(S_IWUSR) \
  X(S_IXUSR) X(S_IRWXG) X(S_IRGRP) X(S_IWGRP) X(S_IXGRP) X(S_IRWXO) \
  X(S_IROTH) X(S_IWOTH) X(S_IXOTH) X(F_OK) X(R_OK) X(W_OK) X(X_OK) \
  X(UV_FS_COPYFILE_EXCL) X(UV_FS_COPYFILE_FICLONE) \
  X(UV_FS_COPYFILE_FICLONE_FORCE)
// clang-format on

static void fs_init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_slot_set(iso, SLOT_FS_STAT_NUMBERS, fs_stat_numbers_new(iso));
  js_value constants = js_object(iso);
#define DEFINE(name) js_define_int32(iso, constants, #name, name);
  EACH_CONSTANT(DEFINE)
#undef DEFINE
  js_define_int32(iso, constants, "COPYFILE_EXCL", UV_FS_COPYFILE_EXCL);
  js_define_int32(iso, constants, "COPYFILE_FICLONE", UV_FS_COPYFILE_FICLONE);
  js_define_int32(iso, constants, "COPYFILE_FICLONE_FORCE",
                  UV_FS_COPYFILE_FICLONE_FORCE);
  js_define_named(iso, exports, "constants", constants);
  js_define_int32(iso, exports, "kUsePromises", FS_USE_PROMISES);
  js_define_int32(iso, exports, "kBuffer", ENCODING_BUFFER);
}

const binding fs_binding = {
    .name = "fs", .natives = fs_natives, .init = fs_init};
