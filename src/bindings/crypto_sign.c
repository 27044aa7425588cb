/* Signatures: of digests (Sign, Verify) and of data at hand, on the pool or at
 * once. */
#include "crypto_keys.h"

#include <limits.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <string.h>

#include "../runtime/binding.h"

enum { NOT_GIVEN = INT_MIN, ENCODING_DER = 0, ENCODING_P1363 = 1 };

/* How to sign: [padding, salt length, DSA encoding, context], each undefined
 * where not given. */
typedef struct sign_options {
  int padding;
  int salt_length;
  int dsa_encoding;
  crypto_bytes context;
} sign_options;

typedef struct sign_job {
  crypto_job base;
  EVP_PKEY *pkey;
  const EVP_MD *md; /* or NULL: the key's own */
  bool is_verifying;
  bool is_digest; /* data is the digest of what is signed */
  sign_options options;
  crypto_bytes data;
  crypto_bytes signature;
  bool is_valid;
} sign_job;

static int option_int(js_isolate *iso, js_value array, uint32_t index) {
  js_value value = js_get_index(iso, array, index);
  return value && js_is_int32(value) ? js_int32_value(value) : NOT_GIVEN;
}

static bool options_read(js_isolate *iso, js_value array,
                         sign_options *options) {
  *options = (sign_options){NOT_GIVEN, NOT_GIVEN, ENCODING_DER, {NULL, 0}};
  if (!js_is_array(array))
    return true;
  options->padding = option_int(iso, array, 0);
  options->salt_length = option_int(iso, array, 1);
  options->dsa_encoding = option_int(iso, array, 2);
  js_value context = js_get_index(iso, array, 3);
  return context && crypto_bytes_copy(iso, context, &options->context);
}

/* --- Parameters
 * --------------------------------------------------------------- */

static bool is_rsa(EVP_PKEY *pkey) {
  return EVP_PKEY_is_a(pkey, "RSA") || EVP_PKEY_is_a(pkey, "RSA-PSS");
}

static int default_padding(EVP_PKEY *pkey) {
  return EVP_PKEY_is_a(pkey, "RSA-PSS") ? RSA_PKCS1_PSS_PADDING
                                        : RSA_PKCS1_PADDING;
}

static bool rsa_options_set(EVP_PKEY_CTX *context, const sign_job *job) {
  int padding = job->options.padding;
  if (padding == NOT_GIVEN)
    padding = default_padding(job->pkey);
  if (EVP_PKEY_CTX_set_rsa_padding(context, padding) <= 0)
    return false;
  if (padding != RSA_PKCS1_PSS_PADDING)
    return true;
  int salt_length = job->options.salt_length;
  if (salt_length != NOT_GIVEN)
    return EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt_length) > 0;
  /* A key of RSA-PSS may say itself how long the salt is. */
  if (EVP_PKEY_is_a(job->pkey, "RSA-PSS"))
    return true;
  return EVP_PKEY_CTX_set_rsa_pss_saltlen(
             context, job->is_verifying ? RSA_PSS_SALTLEN_AUTO
                                        : RSA_PSS_SALTLEN_MAX_SIGN) > 0;
}

static bool context_string_set(EVP_PKEY_CTX *context, sign_job *job) {
  if (job->options.context.length == 0)
    return true;
#ifdef OSSL_SIGNATURE_PARAM_CONTEXT_STRING
  /* Plain Ed25519 takes none; the others do as they are. */
  bool is_ed25519 = EVP_PKEY_is_a(job->pkey, "ED25519");
  OSSL_PARAM params[3] = {
      OSSL_PARAM_construct_octet_string(OSSL_SIGNATURE_PARAM_CONTEXT_STRING,
                                        job->options.context.data,
                                        job->options.context.length),
      is_ed25519 ? OSSL_PARAM_construct_utf8_string(
                       OSSL_SIGNATURE_PARAM_INSTANCE, "Ed25519ctx", 0)
                 : OSSL_PARAM_construct_end(),
      OSSL_PARAM_construct_end(),
  };
  if (EVP_PKEY_CTX_set_params(context, params) == 1)
    return true;
#endif
  job->base.message = "Context parameter is unsupported";
  ERR_clear_error();
  return false;
}

static bool options_set(EVP_PKEY_CTX *context, sign_job *job) {
  return (!is_rsa(job->pkey) || rsa_options_set(context, job)) &&
         context_string_set(context, job);
}

/* --- (r, s) in two forms
 * -------------------------------------------------------- */

/* Bytes of each number in the form of IEEE P1363; 0: the key has no such form.
 */
static size_t number_size(EVP_PKEY *pkey) {
  int bits = 0;
  if (EVP_PKEY_is_a(pkey, "EC")) {
    const EC_KEY *ec = EVP_PKEY_get0_EC_KEY(pkey);
    bits = ec ? EC_GROUP_order_bits(EC_KEY_get0_group(ec)) : 0;
  } else if (EVP_PKEY_is_a(pkey, "DSA")) {
    BIGNUM *q = NULL;
    if (EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_FFC_Q, &q))
      bits = BN_num_bits(q);
    BN_free(q);
  }
  return (size_t)(bits + 7) / 8;
}

static bool wants_p1363(const sign_job *job) {
  return job->options.dsa_encoding == ENCODING_P1363 &&
         number_size(job->pkey) > 0;
}

/* DSA's signatures have the same form as ECDSA's. */
static bool to_p1363(sign_job *job) {
  size_t size = number_size(job->pkey);
  const uint8_t *der = job->signature.data;
  ECDSA_SIG *numbers = d2i_ECDSA_SIG(NULL, &der, (long)job->signature.length);
  crypto_bytes out = {NULL, 0};
  bool is_done =
      numbers && crypto_bytes_room(&out, 2 * size) &&
      BN_bn2binpad(ECDSA_SIG_get0_r(numbers), out.data, (int)size) > 0 &&
      BN_bn2binpad(ECDSA_SIG_get0_s(numbers), out.data + size, (int)size) > 0;
  ECDSA_SIG_free(numbers);
  if (!is_done) {
    crypto_bytes_free(&out);
    return false;
  }
  crypto_bytes_free(&job->signature);
  job->signature = out;
  return true;
}

static bool from_p1363(sign_job *job) {
  size_t size = number_size(job->pkey);
  if (job->signature.length != 2 * size)
    return false;
  const uint8_t *from = job->signature.data;
  ECDSA_SIG *numbers = ECDSA_SIG_new();
  BIGNUM *r = BN_bin2bn(from, (int)size, NULL);
  BIGNUM *s = BN_bin2bn(from + size, (int)size, NULL);
  uint8_t *der = NULL;
  int length = -1;
  if (numbers && r && s && ECDSA_SIG_set0(numbers, r, s)) {
    r = s = NULL;
    length = i2d_ECDSA_SIG(numbers, &der);
  }
  BN_free(r);
  BN_free(s);
  ECDSA_SIG_free(numbers);
  if (length < 0)
    return false;
  crypto_bytes_free(&job->signature);
  bool is_done = crypto_bytes_room(&job->signature, (size_t)length);
  if (is_done)
    memcpy(job->signature.data, der, (size_t)length);
  OPENSSL_free(der);
  return is_done;
}

/* --- Digests
 * -------------------------------------------------------------------- */

static bool digest_sign(EVP_PKEY_CTX *context, sign_job *job) {
  size_t length = (size_t)EVP_PKEY_get_size(job->pkey);
  if (EVP_PKEY_sign_init(context) <= 0 || !options_set(context, job) ||
      EVP_PKEY_CTX_set_signature_md(context, job->md) <= 0 ||
      !crypto_bytes_room(&job->signature, length))
    return false;
  if (EVP_PKEY_sign(context, job->signature.data, &length, job->data.data,
                    job->data.length) <= 0)
    return false;
  job->signature.length = length;
  return true;
}

static bool digest_verify(EVP_PKEY_CTX *context, sign_job *job) {
  if (EVP_PKEY_verify_init(context) <= 0 || !options_set(context, job) ||
      EVP_PKEY_CTX_set_signature_md(context, job->md) <= 0)
    return false;
  job->is_valid =
      EVP_PKEY_verify(context, job->signature.data, job->signature.length,
                      job->data.data, job->data.length) == 1;
  return true;
}

static bool digest_run(sign_job *job) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, job->pkey, NULL);
  bool is_done = context && (job->is_verifying ? digest_verify(context, job)
                                               : digest_sign(context, job));
  EVP_PKEY_CTX_free(context);
  return is_done;
}

/* --- Data at hand
 * ---------------------------------------------------------------- */

static bool data_sign(EVP_MD_CTX *context, sign_job *job) {
  EVP_PKEY_CTX *key_context = NULL;
  size_t length = 0;
  if (EVP_DigestSignInit(context, &key_context, job->md, NULL, job->pkey) <=
          0 ||
      !options_set(key_context, job) ||
      EVP_DigestSign(context, NULL, &length, job->data.data,
                     job->data.length) <= 0 ||
      !crypto_bytes_room(&job->signature, length))
    return false;
  if (EVP_DigestSign(context, job->signature.data, &length, job->data.data,
                     job->data.length) <= 0)
    return false;
  job->signature.length = length;
  return true;
}

static bool data_verify(EVP_MD_CTX *context, sign_job *job) {
  EVP_PKEY_CTX *key_context = NULL;
  if (EVP_DigestVerifyInit(context, &key_context, job->md, NULL, job->pkey) <=
          0 ||
      !options_set(key_context, job))
    return false;
  job->is_valid =
      EVP_DigestVerify(context, job->signature.data, job->signature.length,
                       job->data.data, job->data.length) == 1;
  return true;
}

static bool data_run(sign_job *job) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool is_done = context && (job->is_verifying ? data_verify(context, job)
                                               : data_sign(context, job));
  EVP_MD_CTX_free(context);
  return is_done;
}

/* --- The job
 * ---------------------------------------------------------------------- */

static bool sign_run(crypto_job *base) {
  sign_job *job = (sign_job *)base;
  /* A signature of a wrong form is an invalid one. */
  if (job->is_verifying && wants_p1363(job) && !from_p1363(job))
    return true;
  if (!(job->is_digest ? digest_run(job) : data_run(job)))
    return false;
  return job->is_verifying || !wants_p1363(job) || to_p1363(job);
}

static js_value sign_value(js_isolate *iso, crypto_job *base) {
  sign_job *job = (sign_job *)base;
  if (job->is_verifying)
    return js_bool(iso, job->is_valid);
  js_value buffer =
      js_buffer_copy(iso, job->signature.data, job->signature.length);
  if (buffer == JS_EMPTY)
    js_throw_out_of_memory(iso);
  return buffer;
}

static void sign_release(crypto_job *base) {
  sign_job *job = (sign_job *)base;
  EVP_PKEY_free(job->pkey);
  crypto_bytes_free(&job->options.context);
  crypto_bytes_free(&job->data);
  crypto_bytes_free(&job->signature);
}

/* The arguments that all have in common: (key, Digest, data, options). */
static sign_job *sign_new(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  sign_job *job =
      crypto_job_new(call, sizeof *job, sign_run, sign_value, sign_release);
  if (job == NULL)
    return NULL;
  job->pkey = crypto_arg_pkey(call, 0);
  job->md = crypto_digest_of(js_call_arg(call, 1));
  if (job->pkey && crypto_bytes_copy(iso, js_call_arg(call, 2), &job->data) &&
      options_read(iso, js_call_arg(call, 3), &job->options))
    return job;
  crypto_job_free(job);
  return NULL;
}

/* sign(key, Digest or undefined, data, options, isDigest, how): a Buffer */
static void sign(js_call *call) {
  sign_job *job = sign_new(call);
  if (job == NULL)
    return;
  job->is_digest = js_is_true(js_call_arg(call, 4));
  job->base.message = "Failed to sign";
  crypto_job_start(call, job, js_call_arg(call, 5));
}

/* verify(key, Digest or undefined, data, options, isDigest, signature, how) */
static void verify(js_call *call) {
  sign_job *job = sign_new(call);
  if (job == NULL)
    return;
  job->is_verifying = true;
  job->is_digest = js_is_true(js_call_arg(call, 4));
  job->base.message = "Failed to verify";
  if (crypto_bytes_copy(js_call_isolate(call), js_call_arg(call, 5),
                        &job->signature)) {
    crypto_job_start(call, job, js_call_arg(call, 6));
  } else {
    crypto_job_free(job);
  }
}

static const js_native_entry natives[] = {
    {"sign", sign, 6, NULL},
    {"verify", verify, 7, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_sign_binding = {.name = "crypto_sign", .natives = natives};
