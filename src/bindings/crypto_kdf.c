/* Keys derived from passwords and other secrets, on the thread pool. */
#include "crypto_keys.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <string.h>

#include "../runtime/binding.h"

typedef struct kdf_job {
  crypto_job base;
  const EVP_MD *md;
  crypto_bytes secret;
  crypto_bytes salt;
  crypto_bytes info;
  crypto_bytes output;
  int iterations;
  uint64_t n, r, p, max_memory; /* scrypt's */
} kdf_job;

static void kdf_release(crypto_job *base) {
  kdf_job *job = (kdf_job *)base;
  crypto_bytes_free(&job->secret);
  crypto_bytes_free(&job->salt);
  crypto_bytes_free(&job->info);
  crypto_bytes_free(&job->output);
}

static js_value kdf_value(js_isolate *iso, crypto_job *base) {
  return crypto_bytes_to_buffer(iso, &((kdf_job *)base)->output);
}

/* A job with secret and salt from the first arguments, and room for `length`
 * bytes. NULL: exception pending. */
static kdf_job *kdf_new(js_call *call, bool (*run)(crypto_job *job),
                        int length) {
  js_isolate *iso = js_call_isolate(call);
  kdf_job *job = crypto_job_new(call, sizeof *job, run, kdf_value, kdf_release);
  if (job == NULL)
    return NULL;
  if (crypto_secret_copy(iso, js_call_arg(call, 0), &job->secret) &&
      crypto_secret_copy(iso, js_call_arg(call, 1), &job->salt) &&
      crypto_bytes_alloc(iso, &job->output, (size_t)length))
    return job;
  crypto_job_free(job);
  return NULL;
}

/* --- PBKDF2 -----------------------------------------------------------------
 */

static bool pbkdf2_run(crypto_job *base) {
  kdf_job *job = (kdf_job *)base;
  if (job->output.length == 0)
    return true;
  return PKCS5_PBKDF2_HMAC((const char *)job->secret.data,
                           (int)job->secret.length, job->salt.data,
                           (int)job->salt.length, job->iterations, job->md,
                           (int)job->output.length, job->output.data);
}

/* pbkdf2(password, salt, iterations, length, Digest, how) */
static void pbkdf2(js_call *call) {
  kdf_job *job = kdf_new(call, pbkdf2_run, crypto_arg_int(call, 3, 0));
  if (job == NULL)
    return;
  job->iterations = crypto_arg_int(call, 2, 1);
  job->md = crypto_digest_of(js_call_arg(call, 4));
  job->base.message = "PBKDF2 failed";
  crypto_job_start(call, job, js_call_arg(call, 5));
}

/* --- scrypt -----------------------------------------------------------------
 */

static bool scrypt_with(const kdf_job *job, uint8_t *out) {
  return EVP_PBE_scrypt((const char *)job->secret.data, job->secret.length,
                        job->salt.data, job->salt.length, job->n, job->r,
                        job->p, job->max_memory, out, job->output.length);
}

static bool scrypt_run(crypto_job *base) {
  kdf_job *job = (kdf_job *)base;
  return job->output.length == 0 || scrypt_with(job, job->output.data);
}

/* Parameters that cannot be are thrown, not given to the callback. */
static void scrypt_refuse(js_isolate *iso) {
  crypto_error error;
  crypto_error_take(&error);
  char message[320] = "Invalid scrypt params";
  if (error.count > 0) {
    size_t length = strlen(message);
    memcpy(message + length, ": ", 2);
    const char *reason = ERR_reason_error_string(error.codes[0]);
    snprintf(message + length + 2, sizeof message - length - 2, "%s",
             reason ? reason : "unknown");
  }
  js_throw_range_error(iso, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", message);
}

/* scrypt(password, salt, length, N, r, p, maxmem, how) */
static void scrypt(js_call *call) {
  kdf_job *job = kdf_new(call, scrypt_run, crypto_arg_int(call, 2, 0));
  if (job == NULL)
    return;
  job->n = js_uint32_value(js_call_arg(call, 3));
  job->r = js_uint32_value(js_call_arg(call, 4));
  job->p = js_uint32_value(js_call_arg(call, 5));
  job->max_memory = (uint64_t)js_int64_value(js_call_arg(call, 6));
  ERR_clear_error();
  /* Without room for a result only the parameters are checked. */
  if (scrypt_with(job, NULL)) {
    crypto_job_start(call, job, js_call_arg(call, 7));
  } else {
    crypto_job_free(job);
    scrypt_refuse(js_call_isolate(call));
  }
}

/* --- HKDF -------------------------------------------------------------------
 */

static bool hkdf_derive(EVP_KDF_CTX *context, kdf_job *job) {
  char *name = (char *)EVP_MD_get0_name(job->md);
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, job->secret.data,
                                        job->secret.length),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, job->salt.data,
                                        job->salt.length),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, job->info.data,
                                        job->info.length),
      OSSL_PARAM_construct_end(),
  };
  return EVP_KDF_derive(context, job->output.data, job->output.length,
                        params) == 1;
}

static bool hkdf_run(crypto_job *base) {
  kdf_job *job = (kdf_job *)base;
  if (job->output.length == 0)
    return true;
  EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
  bool is_done = context && hkdf_derive(context, job);
  EVP_KDF_CTX_free(context);
  EVP_KDF_free(kdf);
  return is_done;
}

/* hkdf(key, salt, info, length, Digest, how) */
static void hkdf(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  kdf_job *job = kdf_new(call, hkdf_run, crypto_arg_int(call, 3, 0));
  if (job == NULL)
    return;
  job->md = crypto_digest_of(js_call_arg(call, 4));
  job->base.message = "HKDF failed";
  if (crypto_bytes_copy(iso, js_call_arg(call, 2), &job->info)) {
    crypto_job_start(call, job, js_call_arg(call, 5));
  } else {
    crypto_job_free(job);
  }
}

static const js_native_entry natives[] = {
    {"pbkdf2", pbkdf2, 6, NULL},
    {"scrypt", scrypt, 8, NULL},
    {"hkdf", hkdf, 6, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_kdf_binding = {.name = "crypto_kdf", .natives = natives};
