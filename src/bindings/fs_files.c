/* readFile, writeFile and mkdirp: what a program does most often with files,
 * each one job. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../engine/simdutf_c.h"
#include "fs_arguments.h"
#include "fs_job.h"
#include "fs_operation.h"

enum {
  SMALL_SIZE = 8 * 1024, /* read into the job itself */
  CHUNK_SIZE = 64 * 1024,
  /* From here on what was read becomes a string without being copied; a copy
   * would go into V8's space of large objects, whose collection costs more. */
  ADOPTED_SIZE = 128 * 1024,
  POPULATED_SIZE = 4 * 1024 * 1024, /* see room_new */
  LARGE_SIZE = 8 * 1024 * 1024,
  PAGE = 4096,
  HUGE_PAGE = 2 * 1024 * 1024,
};

/* Node's limit: what does not fit into one read of 2^31 - 1 bytes. */
static const off_t READ_SIZE_MAX = INT32_MAX;

static void job_fail(fs_job *job, const char *syscall) {
  job->error = uv_translate_sys_error(errno);
  job->syscall = syscall;
  job->has_error_path = syscall[0] == 'o';
}

/* Opens the job's path, unless a descriptor was given. */
static int job_open(fs_job *job) {
  if (job->path == NULL)
    return job->fd;
  int fd;
  do {
    fd = open(job->path, job->flags | O_CLOEXEC, job->mode);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0)
    job_fail(job, "open");
  return fd;
}

static void job_close(fs_job *job, int fd) {
  if (job->path)
    close(fd);
}

/* Argument 0: a path or a descriptor. False: exception pending. */
static bool file_read(js_call *call, fs_job *job) {
  js_value file = js_call_arg(call, 0);
  if (js_is_number(file)) {
    job->fd = js_int32_value(file);
    return true;
  }
  job->path = fs_path_copy_to(js_call_isolate(call), file, job->path_room,
                              FS_PATH_ROOM);
  if (job->path)
    return true;
  js_throw_out_of_memory(js_call_isolate(call));
  return false;
}

/* --- Reading -------------------------------------------------------------- */

/* Memory for what is read. Its pages are asked for beforehand, as huge ones if
 * it is large: were they to come one fault each while the kernel copies, the
 * faults would take several times as long as the copying. */
static uint8_t *room_new(size_t size) {
  if (size < POPULATED_SIZE)
    return malloc(size);
  size_t unit = size < LARGE_SIZE ? PAGE : HUGE_PAGE;
  size_t whole = (size + unit - 1) & ~(unit - 1);
  uint8_t *room = aligned_alloc(unit, whole);
  if (room == NULL)
    return NULL;
  /* Both are but advice, and may fail. */
  if (unit == HUGE_PAGE)
    madvise(room, whole, MADV_HUGEPAGE);
#ifdef MADV_POPULATE_WRITE
  else
    madvise(room, whole, MADV_POPULATE_WRITE);
#endif
  return room;
}

/* Memory for a file that says it is `size` bytes long. */
static bool room_first(fs_job *job, size_t size, size_t *capacity) {
  bool fits = size <= job->room_size;
  job->bytes = fits ? job->room : room_new(size);
  *capacity = fits ? job->room_size : size;
  return job->bytes != NULL;
}

/* Room for more bytes, at least one. */
static bool room_make(fs_job *job, size_t *capacity) {
  if (job->length < *capacity)
    return true;
  size_t larger = *capacity < CHUNK_SIZE ? CHUNK_SIZE : *capacity * 2;
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

/* Reads a descriptor to its end. What is known to be `size` bytes long is
 * read by one call: whether it has grown since is not asked. */
static void all_read(fs_job *job, int fd, size_t size) {
  size_t capacity = 0;
  bool has_room = room_first(job, size, &capacity);
  for (;;) {
    if (!has_room || !room_make(job, &capacity)) {
      errno = ENOMEM;
      job_fail(job, "read");
      return;
    }
    size_t wanted = size > 0 ? size - job->length : capacity - job->length;
    ssize_t got = read(fd, job->bytes + job->length, wanted);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      job_fail(job, "read");
      return;
    }
    job->length += (size_t)got;
    if (got == 0 || (size > 0 && job->length == size))
      return;
  }
}

static void read_file_run(fs_job *job) {
  struct stat status;
  int fd = job_open(job);
  if (job->error)
    return;
  if (fstat(fd, &status) != 0) {
    job_fail(job, "fstat");
  } else if (S_ISREG(status.st_mode) && status.st_size > READ_SIZE_MAX) {
    job->size = (uint64_t)status.st_size;
  } else {
    all_read(job, fd, S_ISREG(status.st_mode) ? (size_t)status.st_size : 0);
  }
  job_close(job, fd);
}

static js_value buffer_value(js_isolate *iso, fs_job *job) {
  bool is_own = job->bytes == job->room;
  js_value buffer = is_own ? js_buffer_copy(iso, job->bytes, job->length)
                           : js_buffer_adopt(iso, job->bytes, job->length);
  if (buffer == JS_EMPTY) {
    js_throw_out_of_memory(iso);
  } else if (!is_own) {
    job->bytes = NULL;
  }
  return buffer;
}

/* Whether the bytes may be a string's characters as they are. */
static bool is_one_byte_text(const fs_job *job) {
  return job->encoding == ENCODING_LATIN1 ||
         (job->encoding == ENCODING_UTF8 &&
          simdutf_c_is_ascii(job->bytes, job->length));
}

static js_value text_value(js_isolate *iso, fs_job *job) {
  if (job->length < ADOPTED_SIZE || !is_one_byte_text(job))
    return encoding_decode(iso, job->encoding, job->bytes, job->length);
  js_value text = js_string_external_latin1(iso, (const char *)job->bytes,
                                            job->length, free, job->bytes);
  if (text == JS_EMPTY) /* too long: this throws */
    return encoding_decode(iso, job->encoding, job->bytes, job->length);
  job->bytes = NULL;
  return text;
}

static js_value read_file_value(js_isolate *iso, fs_job *job) {
  if (job->size > 0)
    return js_double(iso, (double)job->size);
  return job->encoding == ENCODING_BUFFER ? buffer_value(iso, job)
                                          : text_value(iso, job);
}

static void read_file_start(js_call *call, fs_job *job) {
  if (!file_read(call, job)) {
    fs_job_free(job);
    return;
  }
  job->flags = fs_int_arg(call, 1);
  job->mode = 0666;
  job->encoding = (encoding)fs_int_arg(call, 2);
  fs_job_start(call, job, js_call_arg(call, 3));
}

/* All that a small file needs is on the stack. */
static void read_file_now(js_call *call) {
  char path_room[FS_PATH_ROOM];
  _Alignas(fs_job) char space[sizeof(fs_job) + SMALL_SIZE];
  fs_job *job = (fs_job *)space;
  fs_job_init(job, SMALL_SIZE, read_file_run, read_file_value);
  job->path_room = path_room;
  read_file_start(call, job);
}

/* readFile(path or fd, flags, encoding, how): a Buffer for ENCODING_BUFFER; the
 * size, a number, of a file that is too large */
void fs_native_read_file(js_call *call) {
  if (js_is_undefined(js_call_arg(call, 3))) {
    read_file_now(call);
    return;
  }
  fs_job *job = fs_job_new(call, SMALL_SIZE, read_file_run, read_file_value);
  if (job)
    read_file_start(call, job);
}

/* --- Writing -------------------------------------------------------------- */

static bool all_write(int fd, const uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    bytes += written;
    length -= (size_t)written;
  }
  return true;
}

static void write_file_run(fs_job *job) {
  int fd = job_open(job);
  if (job->error)
    return;
  if (!all_write(fd, job->bytes, job->length)) {
    job_fail(job, "write");
  } else if (job->flush && fsync(fd) != 0) {
    job_fail(job, "fsync");
  }
  job_close(job, fd);
}

/* The bytes of argument 1: a string's, made here, or a view's own. */
static bool content_read(js_call *call, fs_job *job) {
  js_isolate *iso = js_call_isolate(call);
  js_value content = js_call_arg(call, 1);
  if (js_is_string(content)) {
    job->bytes = encoding_bytes(iso, (encoding)fs_int_arg(call, 2), content,
                                &job->length);
    return job->bytes != NULL;
  }
  js_bytes bytes;
  job->store = js_store_of(content);
  if (job->store == NULL || !js_bytes_of(content, &bytes))
    return false;
  job->bytes = bytes.data;
  job->length = bytes.length;
  return true;
}

/* writeFile(path or fd, string or view, encoding, flags, mode, flush, how) */
void fs_native_write_file(js_call *call) {
  fs_job *job = fs_job_new(call, 0, write_file_run, NULL);
  if (job == NULL)
    return;
  if (!content_read(call, job)) {
    js_throw_out_of_memory(js_call_isolate(call));
    fs_job_free(job);
    return;
  }
  if (!file_read(call, job)) {
    fs_job_free(job);
    return;
  }
  job->flags = fs_int_arg(call, 3);
  job->mode = fs_int_arg(call, 4);
  job->flush = js_is_true(js_call_arg(call, 5));
  job->changes_files = true;
  fs_job_start(call, job, js_call_arg(call, 6));
}

/* --- mkdir -p ---------------------------------------------------------------
 */

static bool is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Makes a folder, and remembers the first one. 0 also if it is there. */
static int folder_make(fs_job *job, const char *path) {
  if (mkdir(path, (mode_t)job->mode) == 0) {
    if (job->made == NULL)
      job->made = strdup(path);
    return 0;
  }
  int error = errno;
  if (error != ENOENT && is_folder(path))
    return 0;
  return error;
}

/* Makes all folders above path[end], the outermost first. */
static int parents_make(fs_job *job, char *path) {
  for (char *slash = strchr(path + 1, '/'); slash;
       slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    int error = folder_make(job, path);
    *slash = '/';
    if (error == EEXIST)
      return ENOTDIR; /* a file stands where a folder is needed */
    if (error)
      return error;
  }
  return 0;
}

/* Most often only the last folder is missing, so it is tried first. */
static void mkdirp_run(fs_job *job) {
  size_t length = strlen(job->path);
  while (length > 1 && job->path[length - 1] == '/')
    job->path[--length] = '\0';
  int error = folder_make(job, job->path);
  if (error == ENOENT && length > 0) {
    error = parents_make(job, job->path);
    if (error == 0)
      error = folder_make(job, job->path);
  }
  errno = error;
  if (error)
    job_fail(job, "mkdir");
  job->has_error_path = true;
}

static js_value mkdirp_value(js_isolate *iso, fs_job *job) {
  if (job->made == NULL)
    return js_undefined(iso);
  js_value made = js_string_utf8(iso, job->made, JS_AUTO_LENGTH);
  return made ? made : js_undefined(iso);
}

/* mkdirp(path, mode, how): the first folder made, or undefined */
void fs_native_mkdirp(js_call *call) {
  fs_job *job = fs_job_new(call, 0, mkdirp_run, mkdirp_value);
  if (job == NULL)
    return;
  job->path = fs_path_copy(js_call_isolate(call), js_call_arg(call, 0));
  if (job->path == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    fs_job_free(job);
    return;
  }
  job->mode = fs_int_arg(call, 1);
  job->changes_files = true;
  fs_job_start(call, job, js_call_arg(call, 2));
}
