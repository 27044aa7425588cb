/* One WASI environment: uvwasi's state and the memory of the WebAssembly
 * instance that calls into it. */
#ifndef BINDINGS_WASI_H_
#define BINDINGS_WASI_H_

#include <uvwasi.h>

#include "../runtime/binding.h"

typedef struct wasi {
  uvwasi_t uvwasi;
  js_ref *memory; /* the WebAssembly.Memory; NULL before it was set */
  /* Its bytes, during a call: WebAssembly may move them between calls. */
  uint8_t *bytes;
  size_t length;
} wasi;

/* A system call with its arguments, as many as its row tells. Addresses are
 * offsets into the memory. */
typedef uvwasi_errno_t (*wasi_call)(wasi *wasi, const uint64_t *arguments);

/* The name, what its arguments are ('i': 32 bits, 'I': 64), and what it does.
 * Ends with name NULL. */
typedef struct wasi_call_row {
  const char *name;
  const char *arguments;
  wasi_call call;
} wasi_call_row;

enum { WASI_CALL_ARGUMENTS = 9 }; /* the most that a call has */

extern const wasi_call_row wasi_fd_calls[];    /* wasi_fd.c: descriptors */
extern const wasi_call_row wasi_path_calls[];  /* wasi_path.c: paths */
extern const wasi_call_row wasi_other_calls[]; /* wasi_other.c: the rest */

/* The memory at an offset; NULL unless so many bytes lie within it. */
static inline uint8_t *wasi_at(wasi *wasi, uint64_t offset, uint64_t size) {
  if (offset > wasi->length || size > wasi->length - offset)
    return NULL;
  return wasi->bytes + offset;
}

/* As above, of an array. */
static inline uint8_t *wasi_array_at(wasi *wasi, uint64_t offset,
                                     uint64_t count, uint64_t size) {
  if (count > wasi->length)
    return NULL;
  return wasi_at(wasi, offset, count * size);
}

#endif
