/* WASI's calls on paths. A path is an offset and a length. */
#include "wasi.h"

static const char *path_at(wasi *wasi, uint64_t offset, uint64_t length) {
  return (const char *)wasi_at(wasi, offset, length);
}

static uvwasi_errno_t path_create_directory(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[1], a[2]);
  if (path == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_create_directory(&wasi->uvwasi, (uvwasi_fd_t)a[0], path,
                                      (uvwasi_size_t)a[2]);
}

static uvwasi_errno_t path_filestat_get(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[2], a[3]);
  uvwasi_filestat_t stat;
  if (path == NULL ||
      wasi_at(wasi, a[4], UVWASI_SERDES_SIZE_filestat_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  uvwasi_errno_t error = uvwasi_path_filestat_get(
      &wasi->uvwasi, (uvwasi_fd_t)a[0], (uvwasi_lookupflags_t)a[1], path,
      (uvwasi_size_t)a[3], &stat);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_filestat_t(wasi->bytes, a[4], &stat);
  return error;
}

static uvwasi_errno_t path_filestat_set_times(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[2], a[3]);
  if (path == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_filestat_set_times(
      &wasi->uvwasi, (uvwasi_fd_t)a[0], (uvwasi_lookupflags_t)a[1], path,
      (uvwasi_size_t)a[3], a[4], a[5], (uvwasi_fstflags_t)a[6]);
}

static uvwasi_errno_t path_link(wasi *wasi, const uint64_t *a) {
  const char *from = path_at(wasi, a[2], a[3]);
  const char *to = path_at(wasi, a[5], a[6]);
  if (from == NULL || to == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_link(&wasi->uvwasi, (uvwasi_fd_t)a[0],
                          (uvwasi_lookupflags_t)a[1], from, (uvwasi_size_t)a[3],
                          (uvwasi_fd_t)a[4], to, (uvwasi_size_t)a[6]);
}

static uvwasi_errno_t path_open(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[2], a[3]);
  uvwasi_fd_t fd = 0;
  if (path == NULL || wasi_at(wasi, a[8], UVWASI_SERDES_SIZE_fd_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error = uvwasi_path_open(
      &wasi->uvwasi, (uvwasi_fd_t)a[0], (uvwasi_lookupflags_t)a[1], path,
      (uvwasi_size_t)a[3], (uvwasi_oflags_t)a[4], a[5], a[6],
      (uvwasi_fdflags_t)a[7], &fd);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_fd_t(wasi->bytes, a[8], fd);
  return error;
}

static uvwasi_errno_t path_readlink(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[1], a[2]);
  char *buffer = (char *)wasi_at(wasi, a[3], a[4]);
  uvwasi_size_t used = 0;
  if (path == NULL || buffer == NULL ||
      wasi_at(wasi, a[5], UVWASI_SERDES_SIZE_size_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  uvwasi_errno_t error = uvwasi_path_readlink(&wasi->uvwasi, (uvwasi_fd_t)a[0],
                                              path, (uvwasi_size_t)a[2], buffer,
                                              (uvwasi_size_t)a[4], &used);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_size_t(wasi->bytes, a[5], used);
  return error;
}

static uvwasi_errno_t path_remove_directory(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[1], a[2]);
  if (path == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_remove_directory(&wasi->uvwasi, (uvwasi_fd_t)a[0], path,
                                      (uvwasi_size_t)a[2]);
}

static uvwasi_errno_t path_rename(wasi *wasi, const uint64_t *a) {
  const char *from = path_at(wasi, a[1], a[2]);
  const char *to = path_at(wasi, a[4], a[5]);
  if (from == NULL || to == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_rename(&wasi->uvwasi, (uvwasi_fd_t)a[0], from,
                            (uvwasi_size_t)a[2], (uvwasi_fd_t)a[3], to,
                            (uvwasi_size_t)a[5]);
}

static uvwasi_errno_t path_symlink(wasi *wasi, const uint64_t *a) {
  const char *from = path_at(wasi, a[0], a[1]);
  const char *to = path_at(wasi, a[3], a[4]);
  if (from == NULL || to == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_symlink(&wasi->uvwasi, from, (uvwasi_size_t)a[1],
                             (uvwasi_fd_t)a[2], to, (uvwasi_size_t)a[4]);
}

static uvwasi_errno_t path_unlink_file(wasi *wasi, const uint64_t *a) {
  const char *path = path_at(wasi, a[1], a[2]);
  if (path == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_path_unlink_file(&wasi->uvwasi, (uvwasi_fd_t)a[0], path,
                                 (uvwasi_size_t)a[2]);
}

const wasi_call_row wasi_path_calls[] = {
    {"path_create_directory", "iii", path_create_directory},
    {"path_filestat_get", "iiiii", path_filestat_get},
    {"path_filestat_set_times", "iiiiIIi", path_filestat_set_times},
    {"path_link", "iiiiiii", path_link},
    {"path_open", "iiiiiIIii", path_open},
    {"path_readlink", "iiiiii", path_readlink},
    {"path_remove_directory", "iii", path_remove_directory},
    {"path_rename", "iiiiii", path_rename},
    {"path_symlink", "iiiii", path_symlink},
    {"path_unlink_file", "iii", path_unlink_file},
    {NULL, NULL, NULL},
};
