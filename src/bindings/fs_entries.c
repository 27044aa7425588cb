/* Reading folders by getdents64(): piece by piece from a descriptor (Dir), or
 * all at once (readdir). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fs_arguments.h"
#include "fs_job.h"
#include "fs_operation.h"

enum { BUFFER_SIZE = 32 * 1024, DIRENT_SIZE_MIN = 24 };

/* As the kernel lays out an entry; d_reclen is its whole length. */
typedef struct kernel_dirent {
  uint64_t d_ino;
  int64_t d_off;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[];
} kernel_dirent;

/* An entry in the order of its name. Names that differ in their first bytes
 * are compared as numbers. */
typedef struct named_entry {
  uint64_t start; /* the name's first eight bytes, or fewer, big-endian */
  kernel_dirent *entry;
} named_entry;

static void read_entries_run(fs_job *job) {
  job->bytes = job->room;
  long got = syscall(SYS_getdents64, job->fd, job->bytes, job->room_size);
  if (got < 0) {
    job->error = uv_translate_sys_error(errno);
    job->syscall = "scandir";
  } else {
    job->length = (size_t)got;
  }
}

static int uv_type(unsigned char type) {
  switch (type) {
    case DT_REG:
      return UV_DIRENT_FILE;
    case DT_DIR:
      return UV_DIRENT_DIR;
    case DT_LNK:
      return UV_DIRENT_LINK;
    case DT_FIFO:
      return UV_DIRENT_FIFO;
    case DT_SOCK:
      return UV_DIRENT_SOCKET;
    case DT_CHR:
      return UV_DIRENT_CHAR;
    case DT_BLK:
      return UV_DIRENT_BLOCK;
    default:
      return UV_DIRENT_UNKNOWN;
  }
}

static bool is_dots(const char *name) {
  return name[0] == '.' &&
         (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

static js_value entry_name(js_isolate *iso, fs_job *job, const char *name) {
  size_t length = strlen(name);
  if (job->encoding == ENCODING_BUFFER)
    return js_buffer_copy(iso, name, length);
  return encoding_decode(iso, job->encoding, (const uint8_t *)name, length);
}

/* [names, types], or only the names. JS_EMPTY: exception pending. */
static js_value entries_value(js_isolate *iso, fs_job *job,
                              const named_entry *entries, size_t count,
                              bool with_types) {
  js_value *values = malloc((2 * count + 1) * sizeof *values);
  if (values == NULL) {
    js_throw_out_of_memory(iso);
    return JS_EMPTY;
  }
  js_value result = JS_EMPTY;
  for (size_t i = 0; i < count; i++) {
    values[i] = entry_name(iso, job, entries[i].entry->d_name);
    if (values[i] == JS_EMPTY)
      goto out;
    if (with_types)
      values[count + i] = js_int32(iso, uv_type(entries[i].entry->d_type));
  }
  result = js_array_from(iso, values, count);
  if (with_types) {
    js_value pair[] = {result, js_array_from(iso, values + count, count)};
    result = js_array_from(iso, pair, 2);
  }
out:
  free(values);
  return result;
}

static uint64_t name_start(const char *name) {
  uint64_t start = 0;
  int shift = 56;
  for (; *name && shift >= 0; name++, shift -= 8)
    start |= (uint64_t)(uint8_t)*name << shift;
  return start;
}

/* The entries that the kernel wrote into the job's bytes, without the dots, as
 * a list for free(). NULL: exception pending. */
static named_entry *entries_list(js_isolate *iso, fs_job *job, size_t *count) {
  size_t most = job->length / DIRENT_SIZE_MIN + 1;
  named_entry *entries = malloc(most * sizeof *entries);
  *count = 0;
  if (entries == NULL) {
    js_throw_out_of_memory(iso);
    return NULL;
  }
  for (size_t at = 0; at < job->length;) {
    kernel_dirent *entry = (kernel_dirent *)(job->bytes + at);
    at += entry->d_reclen;
    if (!is_dots(entry->d_name))
      entries[(*count)++] = (named_entry){name_start(entry->d_name), entry};
  }
  return entries;
}

/* Both arrays are empty at the end. */
static js_value read_entries_value(js_isolate *iso, fs_job *job) {
  size_t count;
  named_entry *entries = entries_list(iso, job, &count);
  if (entries == NULL)
    return JS_EMPTY;
  js_value value = entries_value(iso, job, entries, count, true);
  free(entries);
  return value;
}

/* readEntries(fd, encoding, how) */
void fs_native_read_entries(js_call *call) {
  fs_job *job =
      fs_job_new(call, BUFFER_SIZE, read_entries_run, read_entries_value);
  if (job == NULL)
    return;
  job->fd = fs_int_arg(call, 0);
  job->encoding = (encoding)fs_int_arg(call, 1);
  fs_job_start(call, job, js_call_arg(call, 2));
}

/* --- All entries of a folder ---------------------------------------------- */

/* Room for what the kernel gives at once. */
static bool bytes_grow(fs_job *job, size_t *capacity) {
  if (*capacity - job->length >= BUFFER_SIZE / 2)
    return true;
  size_t larger = *capacity * 2;
  bool is_own = job->bytes == job->room;
  uint8_t *grown = realloc(is_own ? NULL : job->bytes, larger);
  if (grown == NULL)
    return false;
  if (is_own)
    memcpy(grown, job->room, job->length);
  job->bytes = grown;
  *capacity = larger;
  return true;
}

static long all_entries_read(fs_job *job, int fd) {
  size_t capacity = job->room_size;
  job->bytes = job->room;
  for (;;) {
    if (!bytes_grow(job, &capacity)) {
      errno = ENOMEM;
      return -1;
    }
    long got = syscall(SYS_getdents64, fd, job->bytes + job->length,
                       capacity - job->length);
    if (got <= 0)
      return got;
    job->length += (size_t)got;
  }
}

static void readdir_run(fs_job *job) {
  int fd = open(job->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || all_entries_read(job, fd) < 0) {
    job->error = uv_translate_sys_error(errno);
    job->syscall = "scandir";
    job->has_error_path = true;
  }
  if (fd >= 0)
    close(fd);
}

static int names_compare(const void *left, const void *right) {
  const named_entry *a = left, *b = right;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  return strcmp(a->entry->d_name, b->entry->d_name);
}

static js_value readdir_value(js_isolate *iso, fs_job *job) {
  size_t count;
  named_entry *entries = entries_list(iso, job, &count);
  if (entries == NULL)
    return JS_EMPTY;
  qsort(entries, count, sizeof *entries, names_compare);
  js_value value = entries_value(iso, job, entries, count, job->flags != 0);
  free(entries);
  return value;
}

static void readdir_start(js_call *call, fs_job *job) {
  job->path = fs_path_copy_to(js_call_isolate(call), js_call_arg(call, 0),
                              job->path_room, FS_PATH_ROOM);
  if (job->path == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    fs_job_free(job);
    return;
  }
  job->encoding = (encoding)fs_int_arg(call, 1);
  job->flags = js_is_true(js_call_arg(call, 2));
  fs_job_start(call, job, js_call_arg(call, 3));
}

static void readdir_now(js_call *call) {
  char path_room[FS_PATH_ROOM];
  _Alignas(fs_job) char space[sizeof(fs_job) + BUFFER_SIZE];
  fs_job *job = (fs_job *)space;
  fs_job_init(job, BUFFER_SIZE, readdir_run, readdir_value);
  job->path_room = path_room;
  readdir_start(call, job);
}

/* readdir(path, encoding, withFileTypes, how): names, or [names, types], in
 * the order of their bytes */
void fs_native_readdir(js_call *call) {
  if (js_is_undefined(js_call_arg(call, 3))) {
    readdir_now(call);
    return;
  }
  fs_job *job = fs_job_new(call, 2 * BUFFER_SIZE, readdir_run, readdir_value);
  if (job)
    readdir_start(call, job);
}
