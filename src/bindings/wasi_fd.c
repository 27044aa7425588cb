/* WASI's calls on file descriptors, sockets included. Signatures:
 * https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md */
#include <stdlib.h>

#include "wasi.h"

static uvwasi_errno_t fd_advise(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_advise(&wasi->uvwasi, (uvwasi_fd_t)a[0], a[1], a[2],
                          (uvwasi_advice_t)a[3]);
}

static uvwasi_errno_t fd_allocate(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_allocate(&wasi->uvwasi, (uvwasi_fd_t)a[0], a[1], a[2]);
}

static uvwasi_errno_t fd_close(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_close(&wasi->uvwasi, (uvwasi_fd_t)a[0]);
}

static uvwasi_errno_t fd_datasync(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_datasync(&wasi->uvwasi, (uvwasi_fd_t)a[0]);
}

static uvwasi_errno_t fd_sync(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_sync(&wasi->uvwasi, (uvwasi_fd_t)a[0]);
}

static uvwasi_errno_t fd_fdstat_get(wasi *wasi, const uint64_t *a) {
  uvwasi_fdstat_t stat;
  if (wasi_at(wasi, a[1], UVWASI_SERDES_SIZE_fdstat_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_fd_fdstat_get(&wasi->uvwasi, (uvwasi_fd_t)a[0], &stat);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_fdstat_t(wasi->bytes, a[1], &stat);
  return error;
}

static uvwasi_errno_t fd_fdstat_set_flags(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_fdstat_set_flags(&wasi->uvwasi, (uvwasi_fd_t)a[0],
                                    (uvwasi_fdflags_t)a[1]);
}

static uvwasi_errno_t fd_fdstat_set_rights(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_fdstat_set_rights(&wasi->uvwasi, (uvwasi_fd_t)a[0], a[1],
                                     a[2]);
}

static uvwasi_errno_t fd_filestat_get(wasi *wasi, const uint64_t *a) {
  uvwasi_filestat_t stat;
  if (wasi_at(wasi, a[1], UVWASI_SERDES_SIZE_filestat_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_fd_filestat_get(&wasi->uvwasi, (uvwasi_fd_t)a[0], &stat);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_filestat_t(wasi->bytes, a[1], &stat);
  return error;
}

static uvwasi_errno_t fd_filestat_set_size(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_filestat_set_size(&wasi->uvwasi, (uvwasi_fd_t)a[0], a[1]);
}

static uvwasi_errno_t fd_filestat_set_times(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_filestat_set_times(&wasi->uvwasi, (uvwasi_fd_t)a[0], a[1],
                                      a[2], (uvwasi_fstflags_t)a[3]);
}

static uvwasi_errno_t fd_prestat_get(wasi *wasi, const uint64_t *a) {
  uvwasi_prestat_t stat;
  if (wasi_at(wasi, a[1], UVWASI_SERDES_SIZE_prestat_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_fd_prestat_get(&wasi->uvwasi, (uvwasi_fd_t)a[0], &stat);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_prestat_t(wasi->bytes, a[1], &stat);
  return error;
}

static uvwasi_errno_t fd_prestat_dir_name(wasi *wasi, const uint64_t *a) {
  char *path = (char *)wasi_at(wasi, a[1], a[2]);
  if (path == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_fd_prestat_dir_name(&wasi->uvwasi, (uvwasi_fd_t)a[0], path,
                                    (uvwasi_size_t)a[2]);
}

/* --- Reading and writing: pieces of memory are listed in memory
 * --------------------- */

/* Reads a list of `count` pieces at an offset. NULL with *error if it cannot.
 * The caller frees it. */
static uvwasi_iovec_t *pieces_read(wasi *wasi, uint64_t offset, uint64_t count,
                                   uvwasi_errno_t *error) {
  if (wasi_array_at(wasi, offset, count, UVWASI_SERDES_SIZE_iovec_t) == NULL) {
    *error = UVWASI_EOVERFLOW;
    return NULL;
  }
  uvwasi_iovec_t *pieces = calloc(count + 1, sizeof *pieces);
  if (pieces == NULL) {
    *error = UVWASI_ENOMEM;
    return NULL;
  }
  *error = uvwasi_serdes_readv_iovec_t(wasi->bytes, wasi->length, offset,
                                       pieces, (uvwasi_size_t)count);
  if (*error == UVWASI_ESUCCESS)
    return pieces;
  free(pieces);
  return NULL;
}

/* The same, of pieces that are only read from. */
static uvwasi_ciovec_t *const_pieces_read(wasi *wasi, uint64_t offset,
                                          uint64_t count,
                                          uvwasi_errno_t *error) {
  if (wasi_array_at(wasi, offset, count, UVWASI_SERDES_SIZE_ciovec_t) == NULL) {
    *error = UVWASI_EOVERFLOW;
    return NULL;
  }
  uvwasi_ciovec_t *pieces = calloc(count + 1, sizeof *pieces);
  if (pieces == NULL) {
    *error = UVWASI_ENOMEM;
    return NULL;
  }
  *error = uvwasi_serdes_readv_ciovec_t(wasi->bytes, wasi->length, offset,
                                        pieces, (uvwasi_size_t)count);
  if (*error == UVWASI_ESUCCESS)
    return pieces;
  free(pieces);
  return NULL;
}

/* Writes a count of bytes where the caller wants it. */
static uvwasi_errno_t count_write(wasi *wasi, uvwasi_errno_t error,
                                  uint64_t offset, uvwasi_size_t count) {
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_size_t(wasi->bytes, offset, count);
  return error;
}

static uvwasi_errno_t fd_read(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t count = 0;
  uvwasi_errno_t error;
  if (wasi_at(wasi, a[3], UVWASI_SERDES_SIZE_size_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_iovec_t *pieces = pieces_read(wasi, a[1], a[2], &error);
  if (pieces == NULL)
    return error;
  error = uvwasi_fd_read(&wasi->uvwasi, (uvwasi_fd_t)a[0], pieces,
                         (uvwasi_size_t)a[2], &count);
  free(pieces);
  return count_write(wasi, error, a[3], count);
}

static uvwasi_errno_t fd_pread(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t count = 0;
  uvwasi_errno_t error;
  if (wasi_at(wasi, a[4], UVWASI_SERDES_SIZE_size_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_iovec_t *pieces = pieces_read(wasi, a[1], a[2], &error);
  if (pieces == NULL)
    return error;
  error = uvwasi_fd_pread(&wasi->uvwasi, (uvwasi_fd_t)a[0], pieces,
                          (uvwasi_size_t)a[2], a[3], &count);
  free(pieces);
  return count_write(wasi, error, a[4], count);
}

static uvwasi_errno_t fd_write(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t count = 0;
  uvwasi_errno_t error;
  if (wasi_at(wasi, a[3], UVWASI_SERDES_SIZE_size_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_ciovec_t *pieces = const_pieces_read(wasi, a[1], a[2], &error);
  if (pieces == NULL)
    return error;
  error = uvwasi_fd_write(&wasi->uvwasi, (uvwasi_fd_t)a[0], pieces,
                          (uvwasi_size_t)a[2], &count);
  free(pieces);
  return count_write(wasi, error, a[3], count);
}

static uvwasi_errno_t fd_pwrite(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t count = 0;
  uvwasi_errno_t error;
  if (wasi_at(wasi, a[4], UVWASI_SERDES_SIZE_size_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_ciovec_t *pieces = const_pieces_read(wasi, a[1], a[2], &error);
  if (pieces == NULL)
    return error;
  error = uvwasi_fd_pwrite(&wasi->uvwasi, (uvwasi_fd_t)a[0], pieces,
                           (uvwasi_size_t)a[2], a[3], &count);
  free(pieces);
  return count_write(wasi, error, a[4], count);
}

static uvwasi_errno_t fd_readdir(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t used = 0;
  uint8_t *buffer = wasi_at(wasi, a[1], a[2]);
  if (buffer == NULL ||
      wasi_at(wasi, a[4], UVWASI_SERDES_SIZE_size_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  uvwasi_errno_t error =
      uvwasi_fd_readdir(&wasi->uvwasi, (uvwasi_fd_t)a[0], buffer,
                        (uvwasi_size_t)a[2], a[3], &used);
  return count_write(wasi, error, a[4], used);
}

static uvwasi_errno_t fd_renumber(wasi *wasi, const uint64_t *a) {
  return uvwasi_fd_renumber(&wasi->uvwasi, (uvwasi_fd_t)a[0],
                            (uvwasi_fd_t)a[1]);
}

static uvwasi_errno_t fd_seek(wasi *wasi, const uint64_t *a) {
  uvwasi_filesize_t offset = 0;
  if (wasi_at(wasi, a[3], UVWASI_SERDES_SIZE_filesize_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_fd_seek(&wasi->uvwasi, (uvwasi_fd_t)a[0], (uvwasi_filedelta_t)a[1],
                     (uvwasi_whence_t)a[2], &offset);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_filesize_t(wasi->bytes, a[3], offset);
  return error;
}

static uvwasi_errno_t fd_tell(wasi *wasi, const uint64_t *a) {
  uvwasi_filesize_t offset = 0;
  if (wasi_at(wasi, a[1], UVWASI_SERDES_SIZE_filesize_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_fd_tell(&wasi->uvwasi, (uvwasi_fd_t)a[0], &offset);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_filesize_t(wasi->bytes, a[1], offset);
  return error;
}

/* --- Sockets
 * ------------------------------------------------------------------------ */

static uvwasi_errno_t sock_accept(wasi *wasi, const uint64_t *a) {
  uvwasi_fd_t fd = 0;
  if (wasi_at(wasi, a[2], UVWASI_SERDES_SIZE_fd_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error = uvwasi_sock_accept(&wasi->uvwasi, (uvwasi_fd_t)a[0],
                                            (uvwasi_fdflags_t)a[1], &fd);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_fd_t(wasi->bytes, a[2], fd);
  return error;
}

static uvwasi_errno_t sock_recv(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t count = 0;
  uvwasi_roflags_t flags = 0;
  uvwasi_errno_t error;
  if (wasi_at(wasi, a[4], UVWASI_SERDES_SIZE_size_t) == NULL ||
      wasi_at(wasi, a[5], UVWASI_SERDES_SIZE_roflags_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  uvwasi_iovec_t *pieces = pieces_read(wasi, a[1], a[2], &error);
  if (pieces == NULL)
    return error;
  error = uvwasi_sock_recv(&wasi->uvwasi, (uvwasi_fd_t)a[0], pieces,
                           (uvwasi_size_t)a[2], (uvwasi_riflags_t)a[3], &count,
                           &flags);
  free(pieces);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_roflags_t(wasi->bytes, a[5], flags);
  return count_write(wasi, error, a[4], count);
}

static uvwasi_errno_t sock_send(wasi *wasi, const uint64_t *a) {
  uvwasi_size_t count = 0;
  uvwasi_errno_t error;
  if (wasi_at(wasi, a[4], UVWASI_SERDES_SIZE_size_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_ciovec_t *pieces = const_pieces_read(wasi, a[1], a[2], &error);
  if (pieces == NULL)
    return error;
  error = uvwasi_sock_send(&wasi->uvwasi, (uvwasi_fd_t)a[0], pieces,
                           (uvwasi_size_t)a[2], (uvwasi_siflags_t)a[3], &count);
  free(pieces);
  return count_write(wasi, error, a[4], count);
}

static uvwasi_errno_t sock_shutdown(wasi *wasi, const uint64_t *a) {
  return uvwasi_sock_shutdown(&wasi->uvwasi, (uvwasi_fd_t)a[0],
                              (uvwasi_sdflags_t)a[1]);
}

const wasi_call_row wasi_fd_calls[] = {
    {"fd_advise", "iIIi", fd_advise},
    {"fd_allocate", "iII", fd_allocate},
    {"fd_close", "i", fd_close},
    {"fd_datasync", "i", fd_datasync},
    {"fd_fdstat_get", "ii", fd_fdstat_get},
    {"fd_fdstat_set_flags", "ii", fd_fdstat_set_flags},
    {"fd_fdstat_set_rights", "iII", fd_fdstat_set_rights},
    {"fd_filestat_get", "ii", fd_filestat_get},
    {"fd_filestat_set_size", "iI", fd_filestat_set_size},
    {"fd_filestat_set_times", "iIIi", fd_filestat_set_times},
    {"fd_pread", "iiiIi", fd_pread},
    {"fd_prestat_dir_name", "iii", fd_prestat_dir_name},
    {"fd_prestat_get", "ii", fd_prestat_get},
    {"fd_pwrite", "iiiIi", fd_pwrite},
    {"fd_read", "iiii", fd_read},
    {"fd_readdir", "iiiIi", fd_readdir},
    {"fd_renumber", "ii", fd_renumber},
    {"fd_seek", "iIii", fd_seek},
    {"fd_sync", "i", fd_sync},
    {"fd_tell", "ii", fd_tell},
    {"fd_write", "iiii", fd_write},
    {"sock_accept", "iii", sock_accept},
    {"sock_recv", "iiiiii", sock_recv},
    {"sock_send", "iiiii", sock_send},
    {"sock_shutdown", "ii", sock_shutdown},
    {NULL, NULL, NULL},
};
