/* Keyed digests. */
#include "crypto_keys.h"

#include <openssl/err.h>
#include <openssl/hmac.h>

#include "../runtime/binding.h"

static void hmac_finalize(js_isolate *iso, void *native) {
  HMAC_CTX_free(native);
}

static const js_class hmac_class;

/* A key of no bytes still needs an address: NULL means "as before". */
static HMAC_CTX *hmac_begin(js_bytes key, const EVP_MD *md) {
  HMAC_CTX *context = HMAC_CTX_new();
  const void *data = key.data ? (const void *)key.data : "";
  if (context && HMAC_Init_ex(context, data, (int)key.length, md, NULL))
    return context;
  HMAC_CTX_free(context);
  return NULL;
}

/* new Hmac(Digest, key) */
static void hmac_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_bytes key;
  if (!crypto_secret_of(iso, js_call_arg(call, 1), &key))
    return;
  HMAC_CTX *context = hmac_begin(key, crypto_digest_of(js_call_arg(call, 0)));
  if (context == NULL) {
    crypto_throw(iso, "The HMAC cannot be started");
    return;
  }
  js_wrap_new(iso, js_call_this(call), &hmac_class, context, false);
}

/* update(data, encoding): whether it could */
static void hmac_update(js_call *call) {
  HMAC_CTX *context = js_call_unwrap(call, &hmac_class);
  crypto_input input;
  if (context == NULL ||
      !crypto_input_open(js_call_isolate(call), js_call_arg(call, 0),
                         js_call_arg(call, 1), &input))
    return;
  bool is_done = HMAC_Update(context, input.data, input.length);
  crypto_input_close(&input);
  ERR_clear_error();
  js_return_bool(call, is_done);
}

/* digest(output encoding) */
static void hmac_digest(js_call *call) {
  HMAC_CTX *context = js_call_unwrap(call, &hmac_class);
  if (context == NULL)
    return;
  uint8_t out[EVP_MAX_MD_SIZE];
  unsigned length = sizeof out;
  if (HMAC_Final(context, out, &length)) {
    crypto_return_bytes(call, out, length, js_call_arg(call, 0));
  } else {
    crypto_throw(js_call_isolate(call), "The HMAC cannot be ended");
  }
}

static const js_native_entry hmac_methods[] = {
    {"update", hmac_update, 2, NULL},
    {"digest", hmac_digest, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class hmac_class = {
    .name = "Hmac",
    .construct = hmac_construct,
    .methods = hmac_methods,
    .finalize = hmac_finalize,
};

/* --- One-shot on the thread pool --------------------------------------------
 */

typedef struct hmac_job {
  crypto_job base;
  const EVP_MD *md;
  crypto_bytes key;
  crypto_bytes input;
  uint8_t output[EVP_MAX_MD_SIZE];
  unsigned length;
} hmac_job;

static bool hmac_job_run(crypto_job *base) {
  hmac_job *job = (hmac_job *)base;
  return HMAC(job->md, job->key.data, (int)job->key.length, job->input.data,
              job->input.length, job->output, &job->length) != NULL;
}

static js_value hmac_job_value(js_isolate *iso, crypto_job *base) {
  hmac_job *job = (hmac_job *)base;
  js_value buffer = js_buffer_copy(iso, job->output, job->length);
  if (buffer == JS_EMPTY)
    js_throw_out_of_memory(iso);
  return buffer;
}

static void hmac_job_release(crypto_job *base) {
  hmac_job *job = (hmac_job *)base;
  crypto_bytes_free(&job->key);
  crypto_bytes_free(&job->input);
}

/* hmacJob(Digest, key, bytes, how): a Buffer */
static void hmac_job_start(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  hmac_job *job = crypto_job_new(call, sizeof *job, hmac_job_run,
                                 hmac_job_value, hmac_job_release);
  if (job == NULL)
    return;
  job->md = crypto_digest_of(js_call_arg(call, 0));
  if (crypto_secret_copy(iso, js_call_arg(call, 1), &job->key) &&
      crypto_bytes_copy(iso, js_call_arg(call, 2), &job->input)) {
    crypto_job_start(call, job, js_call_arg(call, 3));
  } else {
    crypto_job_free(job);
  }
}

static const js_native_entry natives[] = {
    {"hmacJob", hmac_job_start, 4, NULL},
    {NULL, NULL, 0, NULL},
};
static const js_class *const classes[] = {&hmac_class, NULL};

const binding crypto_hmac_binding = {
    .name = "crypto_hmac", .natives = natives, .classes = classes};
