/* Encryption with RSA keys. */
#include "crypto_keys.h"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string.h>

#include "../runtime/binding.h"

/* The numbers are known to lib/internal/crypto/rsa.js. */
typedef enum rsa_operation {
  RSA_PUBLIC_ENCRYPT_,
  RSA_PRIVATE_DECRYPT_,
  RSA_PRIVATE_ENCRYPT_,
  RSA_PUBLIC_DECRYPT_,
} rsa_operation;

typedef int (*rsa_init)(EVP_PKEY_CTX *context);
typedef int (*rsa_run)(EVP_PKEY_CTX *context, uint8_t *out, size_t *out_length,
                       const uint8_t *in, size_t length);

/* Encrypting with the private key is signing without a digest. */
static const struct {
  rsa_init init;
  rsa_run run;
} operations[] = {
    {EVP_PKEY_encrypt_init, EVP_PKEY_encrypt},
    {EVP_PKEY_decrypt_init, EVP_PKEY_decrypt},
    {EVP_PKEY_sign_init, EVP_PKEY_sign},
    {EVP_PKEY_verify_recover_init, EVP_PKEY_verify_recover},
};

typedef struct rsa_job {
  crypto_job base;
  rsa_operation operation;
  EVP_PKEY *pkey;
  int padding;
  const EVP_MD *md; /* of OAEP, or NULL */
  crypto_bytes label;
  crypto_bytes input;
  crypto_bytes output;
} rsa_job;

static void rsa_release(crypto_job *base) {
  rsa_job *job = (rsa_job *)base;
  EVP_PKEY_free(job->pkey);
  crypto_bytes_free(&job->label);
  crypto_bytes_free(&job->input);
  crypto_bytes_free(&job->output);
}

/* OpenSSL takes the label over. */
static bool label_set(EVP_PKEY_CTX *context, const crypto_bytes *label) {
  if (label->length == 0)
    return true;
  void *copy = OPENSSL_memdup(label->data, label->length);
  if (copy &&
      EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, (int)label->length) > 0)
    return true;
  OPENSSL_free(copy);
  return false;
}

/* Without it, what a decryption says of a wrong padding lets one find out the
 * text (Bleichenbacher, "Marvin"): then none is done. */
static bool implicit_rejection_set(EVP_PKEY_CTX *context, rsa_job *job) {
  if (EVP_PKEY_CTX_ctrl_str(context, "rsa_pkcs1_implicit_rejection", "1") > 0)
    return true;
  job->base.code = "ERR_INVALID_ARG_VALUE";
  job->base.message =
      "RSA_PKCS1_PADDING is no longer supported for private decryption";
  return false;
}

static bool rsa_prepare(EVP_PKEY_CTX *context, rsa_job *job) {
  if (operations[job->operation].init(context) <= 0 ||
      EVP_PKEY_CTX_set_rsa_padding(context, job->padding) <= 0)
    return false;
  if (job->padding == RSA_PKCS1_PADDING &&
      job->operation == RSA_PRIVATE_DECRYPT_)
    return implicit_rejection_set(context, job);
  if (job->padding != RSA_PKCS1_OAEP_PADDING)
    return true;
  return (job->md == NULL ||
          EVP_PKEY_CTX_set_rsa_oaep_md(context, job->md) > 0) &&
         label_set(context, &job->label);
}

static bool rsa_do(crypto_job *base) {
  rsa_job *job = (rsa_job *)base;
  rsa_run run = operations[job->operation].run;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, job->pkey, NULL);
  size_t length = 0;
  bool is_done =
      context && rsa_prepare(context, job) &&
      run(context, NULL, &length, job->input.data, job->input.length) > 0 &&
      crypto_bytes_room(&job->output, length) &&
      run(context, job->output.data, &length, job->input.data,
          job->input.length) > 0;
  EVP_PKEY_CTX_free(context);
  if (is_done)
    job->output.length = length;
  return is_done;
}

static js_value rsa_value(js_isolate *iso, crypto_job *base) {
  return crypto_bytes_to_buffer(iso, &((rsa_job *)base)->output);
}

/* rsa(operation, key, data, padding, OAEP's Digest, label, how): a Buffer */
static void rsa(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  rsa_job *job =
      crypto_job_new(call, sizeof *job, rsa_do, rsa_value, rsa_release);
  if (job == NULL)
    return;
  job->operation = (rsa_operation)(crypto_arg_int(call, 0, 0) & 3);
  job->padding = crypto_arg_int(call, 3, RSA_PKCS1_PADDING);
  job->md = crypto_digest_of(js_call_arg(call, 4));
  job->base.message = "The RSA operation failed";
  job->pkey = crypto_arg_pkey(call, 1);
  if (job->pkey && crypto_bytes_copy(iso, js_call_arg(call, 2), &job->input) &&
      crypto_bytes_copy(iso, js_call_arg(call, 5), &job->label)) {
    crypto_job_start(call, job, js_call_arg(call, 6));
  } else {
    crypto_job_free(job);
  }
}

static const js_native_entry natives[] = {
    {"rsa", rsa, 7, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_rsa_binding = {.name = "crypto_rsa", .natives = natives};
