/* Reading a folder piece by piece: its descriptor and getdents64(). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fs_arguments.h"
#include "fs_job.h"

enum { BUFFER_SIZE = 32 * 1024 };

/* As the kernel lays out an entry; d_reclen is its whole length. */
typedef struct kernel_dirent {
  uint64_t d_ino;
  int64_t d_off;
  unsigned short d_reclen;
  unsigned char d_type;
  char d_name[];
} kernel_dirent;

static void read_entries_run(fs_job *job) {
  job->bytes = malloc(BUFFER_SIZE);
  long got = -1;
  if (job->bytes == NULL) {
    errno = ENOMEM;
  } else {
    got = syscall(SYS_getdents64, job->fd, job->bytes, BUFFER_SIZE);
  }
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

/* [names, types]: both are empty at the end. */
static js_value read_entries_value(js_isolate *iso, fs_job *job) {
  js_value names = js_array(iso, 0), types = js_array(iso, 0);
  uint32_t count = 0;
  for (size_t at = 0; at < job->length;) {
    const kernel_dirent *entry = (const kernel_dirent *)(job->bytes + at);
    at += entry->d_reclen;
    if (is_dots(entry->d_name))
      continue;
    js_scope scope;
    js_scope_open(iso, &scope);
    js_value name = entry_name(iso, job, entry->d_name);
    bool set =
        name && js_set_index(iso, names, count, name) &&
        js_set_index(iso, types, count, js_int32(iso, uv_type(entry->d_type)));
    js_scope_close(&scope);
    if (!set)
      return JS_EMPTY;
    count++;
  }
  js_value pair[] = {names, types};
  return js_array_from(iso, pair, 2);
}

/* readEntries(fd, encoding, how) */
void fs_native_read_entries(js_call *call) {
  fs_job *job = fs_job_new(call, read_entries_run, read_entries_value);
  if (job == NULL)
    return;
  job->fd = fs_int_arg(call, 0);
  job->encoding = (encoding)fs_int_arg(call, 1);
  fs_job_start(call, job, js_call_arg(call, 2));
}
