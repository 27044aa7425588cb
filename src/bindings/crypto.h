/* What the files of node:crypto's native half (crypto_*.c) share: starting
 * OpenSSL, its errors as JavaScript sees them, arguments, and jobs. */
#ifndef BINDINGS_CRYPTO_H_
#define BINDINGS_CRYPTO_H_

/* Keys and digests are still reached best by functions that 3.0 deprecates. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/opensslv.h>

#include "../runtime/encoding.h"
#include "../runtime/env.h"
#include "../runtime/request.h"

/* Starts OpenSSL, once a process; cheap afterwards. Every native through which
 * a program can first reach OpenSSL calls it, so that a program that uses no
 * crypto pays nothing. */
void crypto_start(void);

/* --- Errors --------------------------------------------------------------- */

enum { CRYPTO_ERRORS_MAX = 8 };

/* What OpenSSL's queue of a thread held, oldest first. */
typedef struct crypto_error {
  size_t count;
  unsigned long codes[CRYPTO_ERRORS_MAX];
} crypto_error;

/* Moves the queue of this thread into `error`: the queue is empty after. */
void crypto_error_take(crypto_error *error);

/* An Error of the oldest entry, with library, reason, code and
 * opensslErrorStack; of `fallback` if there is none. Never JS_EMPTY. */
js_value crypto_error_value(js_isolate *iso, const crypto_error *error,
                            const char *fallback);

/* Takes the queue and throws it. */
void crypto_throw(js_isolate *iso, const char *fallback);

/* Throws an error with a code of Node's and empties the queue. */
void crypto_throw_code(js_isolate *iso, const char *code, const char *message);
void crypto_throw_type(js_isolate *iso, const char *code, const char *message);
void crypto_throw_range(js_isolate *iso, const char *code, const char *message);

/* --- Memory and arguments ------------------------------------------------- */

/* Bytes of our own (malloc). All zero: none. */
typedef struct crypto_bytes {
  uint8_t *data;
  size_t length;
} crypto_bytes;

/* Room for `length` bytes. False: an exception is pending. */
bool crypto_bytes_alloc(js_isolate *iso, crypto_bytes *bytes, size_t length);

/* As above, from any thread: false without an exception. */
bool crypto_bytes_room(crypto_bytes *bytes, size_t length);

/* A copy of a view's or buffer's bytes; of any other value: none, which has a
 * NULL data, while an empty view has not. False: an exception is pending. */
bool crypto_bytes_copy(js_isolate *iso, js_value view, crypto_bytes *bytes);

/* Overwrites and frees. */
void crypto_bytes_free(crypto_bytes *bytes);

/* A Buffer that takes the bytes over. */
js_value crypto_bytes_to_buffer(js_isolate *iso, crypto_bytes *bytes);

/* The bytes of a string in an encoding, or of a view, during a native. */
typedef struct crypto_input {
  const uint8_t *data;
  size_t length;
  uint8_t *allocated; /* or NULL */
  uint8_t room[1024];
} crypto_input;

/* `encoding`: a number of runtime/encoding.h; undefined is UTF-8. False: an
 * exception is pending. The input must be closed. */
bool crypto_input_open(js_isolate *iso, js_value value, js_value encoding,
                       crypto_input *input);
void crypto_input_close(crypto_input *input);

/* Bytes as an output encoding's string, or a Buffer for undefined or another
 * number. Sets the call's result; throws if it cannot. */
void crypto_return_bytes(js_call *call, const uint8_t *bytes, size_t length,
                         js_value encoding);

/* A short ASCII argument (a name), cut to fit; "" for any other value. */
enum { CRYPTO_NAME_MAX = 128 };
typedef struct crypto_name {
  char text[CRYPTO_NAME_MAX];
} crypto_name;
const char *crypto_name_of(js_call *call, int index, crypto_name *name);

/* A Buffer argument's bytes, or none with a TypeError pending. */
bool crypto_arg_bytes(js_call *call, int index, js_bytes *bytes);

/* An int32 argument, `otherwise` for any other value. */
int crypto_arg_int(js_call *call, int index, int otherwise);

/* --- Jobs ----------------------------------------------------------------- */

typedef struct crypto_job crypto_job;

/* What is too long for the loop's thread. A job is the FIRST member of its
 * struct, made by crypto_job_new, filled, and given to crypto_job_start. */
struct crypto_job {
  env_request base;
  uv_work_t work;

  /* Does it, on any thread, without JavaScript. False: OpenSSL's queue, or
   * `code` and `message`, say why. */
  bool (*run)(crypto_job *job);

  /* Its result. JS_EMPTY: exception pending. */
  js_value (*value)(js_isolate *iso, crypto_job *job);

  /* Releases what the struct holds, or NULL. */
  void (*release)(crypto_job *job);

  bool has_failed;
  crypto_error error;
  const char *code;    /* a code of Node's, or NULL */
  const char *message; /* of the code; or what to say if the queue is empty */
};

/* NULL: exception pending. The struct is zeroed. */
void *crypto_job_new(js_call *call, size_t size, bool (*run)(crypto_job *job),
                     js_value (*value)(js_isolate *iso, crypto_job *job),
                     void (*release)(crypto_job *job));

/* Runs it and frees it in the end. `how`: a function(error, result) - on the
 * thread pool; undefined - at once, the native's result; another value - on the
 * pool, the native returns a promise. */
void crypto_job_start(js_call *call, void *job, js_value how);

/* Frees a job that will not be started. */
void crypto_job_free(void *job);

/* --- Digests (crypto_hash.c) ---------------------------------------------- */

/* What a Digest object of JavaScript holds, or NULL for any other value. It
 * lives as long as OpenSSL: no reference needs to be taken. */
const EVP_MD *crypto_digest_of(js_value value);

/* --- Big numbers ---------------------------------------------------------- */

/* A Buffer of a BIGNUM, at least `width` bytes. */
js_value crypto_bignum_buffer(js_isolate *iso, const BIGNUM *number, int width);

#endif
