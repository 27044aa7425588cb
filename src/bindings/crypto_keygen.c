/* Making key pairs, on the pool or at once. */
#include "crypto_keys.h"

#include <openssl/bn.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <string.h>

#include "../runtime/binding.h"

typedef struct keygen_job keygen_job;

/* What is asked for; the fields that a type does not know are 0 or NULL. */
struct keygen_job {
  crypto_job base;
  char type[CRYPTO_NAME_MAX]; /* OpenSSL's name */
  EVP_PKEY *(*make)(keygen_job *job);
  int bits;
  int other_bits; /* of DSA's q; -1: not given */
  uint32_t exponent;
  const EVP_MD *md;
  const EVP_MD *mgf1_md;
  int salt_length; /* -1: not given */
  char curve[CRYPTO_NAME_MAX];
  bool is_explicit; /* the curve is written as its parameters */
  crypto_bytes prime;
  int generator;
  EVP_PKEY *pkey;
  crypto_key_output public;
  crypto_key_output private;
};

static void keygen_release(crypto_job *base) {
  keygen_job *job = (keygen_job *)base;
  EVP_PKEY_free(job->pkey);
  crypto_bytes_free(&job->prime);
  crypto_key_output_release(&job->public);
  crypto_key_output_release(&job->private);
}

static bool keygen_run(crypto_job *base) {
  keygen_job *job = (keygen_job *)base;
  job->pkey = job->make(job);
  return job->pkey != NULL;
}

/* [public, private], in the forms asked for */
static js_value keygen_value(js_isolate *iso, crypto_job *base) {
  keygen_job *job = (keygen_job *)base;
  js_value pair[2];
  pair[0] = crypto_key_write(iso, CRYPTO_KEY_PUBLIC, job->pkey, &job->public);
  if (pair[0] == JS_EMPTY)
    return JS_EMPTY;
  pair[1] = crypto_key_write(iso, CRYPTO_KEY_PRIVATE, job->pkey, &job->private);
  return pair[1] ? js_array_from(iso, pair, 2) : JS_EMPTY;
}

/* --- By type
 * --------------------------------------------------------------------- */

/* A key made by a context that has been prepared; frees the context. */
static EVP_PKEY *generate(EVP_PKEY_CTX *context, bool is_prepared) {
  EVP_PKEY *pkey = NULL;
  if (is_prepared && EVP_PKEY_generate(context, &pkey) <= 0)
    pkey = NULL;
  EVP_PKEY_CTX_free(context);
  return pkey;
}

static EVP_PKEY_CTX *context_of(const char *type) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  if (context && EVP_PKEY_keygen_init(context) > 0)
    return context;
  EVP_PKEY_CTX_free(context);
  return NULL;
}

static EVP_PKEY *plain_make(keygen_job *job) {
  EVP_PKEY_CTX *context = context_of(job->type);
  return generate(context, context != NULL);
}

static bool exponent_set(EVP_PKEY_CTX *context, uint32_t exponent) {
  BIGNUM *number = BN_new();
  bool is_set = number && BN_set_word(number, exponent) &&
                EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, number) > 0;
  BN_free(number);
  return is_set;
}

static bool pss_set(EVP_PKEY_CTX *context, const keygen_job *job) {
  const EVP_MD *mgf1_md = job->mgf1_md ? job->mgf1_md : job->md;
  int salt_length = job->salt_length;
  if (job->md && EVP_PKEY_CTX_set_rsa_pss_keygen_md(context, job->md) <= 0)
    return false;
  if (mgf1_md && EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(context, mgf1_md) <= 0)
    return false;
  if (salt_length < 0 && job->md)
    salt_length = EVP_MD_get_size(job->md);
  return salt_length < 0 ||
         EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(context, salt_length) > 0;
}

static EVP_PKEY *rsa_make(keygen_job *job) {
  EVP_PKEY_CTX *context = context_of(job->type);
  bool is_prepared =
      context && EVP_PKEY_CTX_set_rsa_keygen_bits(context, job->bits) > 0 &&
      exponent_set(context, job->exponent) &&
      (strcmp(job->type, "RSA-PSS") != 0 || pss_set(context, job));
  return generate(context, is_prepared);
}

/* Parameters first, then a key of them. Frees the context. */
static EVP_PKEY *generate_with(EVP_PKEY_CTX *context, bool is_prepared) {
  EVP_PKEY *params = NULL;
  if (is_prepared && EVP_PKEY_paramgen(context, &params) <= 0)
    params = NULL;
  EVP_PKEY_CTX_free(context);
  if (params == NULL)
    return NULL;
  EVP_PKEY_CTX *key_context = EVP_PKEY_CTX_new_from_pkey(NULL, params, NULL);
  EVP_PKEY_free(params);
  return generate(key_context,
                  key_context && EVP_PKEY_keygen_init(key_context) > 0);
}

static EVP_PKEY *dsa_make(keygen_job *job) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "DSA", NULL);
  bool is_prepared =
      context && EVP_PKEY_paramgen_init(context) > 0 &&
      EVP_PKEY_CTX_set_dsa_paramgen_bits(context, job->bits) > 0 &&
      (job->other_bits < 0 ||
       EVP_PKEY_CTX_set_dsa_paramgen_q_bits(context, job->other_bits) > 0);
  return generate_with(context, is_prepared);
}

static EVP_PKEY *ec_make(keygen_job *job) {
  EVP_PKEY_CTX *context = context_of("EC");
  bool is_prepared =
      context && EVP_PKEY_CTX_set_group_name(context, job->curve) > 0 &&
      EVP_PKEY_CTX_set_ec_param_enc(context, job->is_explicit
                                                 ? OPENSSL_EC_EXPLICIT_CURVE
                                                 : OPENSSL_EC_NAMED_CURVE) > 0;
  return generate(context, is_prepared);
}

/* A key of the parameters in `dh`, which it takes over. */
static EVP_PKEY *dh_key(DH *dh) {
  EVP_PKEY *params = EVP_PKEY_new();
  if (params == NULL || dh == NULL || !EVP_PKEY_assign_DH(params, dh)) {
    DH_free(dh);
    EVP_PKEY_free(params);
    return NULL;
  }
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, params, NULL);
  EVP_PKEY_free(params);
  return generate(context, context && EVP_PKEY_keygen_init(context) > 0);
}

static EVP_PKEY *dh_prime_make(keygen_job *job) {
  DH *dh = DH_new();
  BIGNUM *p = BN_bin2bn(job->prime.data, (int)job->prime.length, NULL);
  BIGNUM *g = BN_new();
  if (dh && p && g && BN_set_word(g, (BN_ULONG)job->generator) &&
      DH_set0_pqg(dh, p, NULL, g))
    return dh_key(dh);
  DH_free(dh);
  BN_free(p);
  BN_free(g);
  return NULL;
}

static EVP_PKEY *dh_bits_make(keygen_job *job) {
  DH *dh = DH_new();
  if (dh && DH_generate_parameters_ex(dh, job->bits, job->generator, NULL))
    return dh_key(dh);
  DH_free(dh);
  return NULL;
}

/* --- The natives
 * -------------------------------------------------------------------- */

static keygen_job *keygen_new(js_call *call,
                              EVP_PKEY *(*make)(keygen_job *job)) {
  keygen_job *job = crypto_job_new(call, sizeof *job, keygen_run, keygen_value,
                                   keygen_release);
  if (job == NULL)
    return NULL;
  crypto_name type;
  memcpy(job->type, crypto_name_of(call, 0, &type), sizeof job->type);
  job->make = make;
  job->base.message = "Key generation failed";
  return job;
}

/* Takes the forms of the results from the argument at `index`, and starts. */
static void keygen_start(js_call *call, keygen_job *job, int index) {
  js_isolate *iso = js_call_isolate(call);
  if (crypto_key_output_read(iso, js_call_arg(call, index), &job->public) &&
      crypto_key_output_read(iso, js_call_arg(call, index + 1),
                             &job->private)) {
    crypto_job_start(call, job, js_call_arg(call, index + 2));
  } else {
    crypto_job_free(job);
  }
}

/* plainPair(type, public form, private form, how) */
static void plain_pair(js_call *call) {
  keygen_job *job = keygen_new(call, plain_make);
  if (job)
    keygen_start(call, job, 1);
}

/* rsaPair(type, bits, exponent, Digest, MGF1's Digest, salt length, public
 * form, private form, how) */
static void rsa_pair(js_call *call) {
  keygen_job *job = keygen_new(call, rsa_make);
  if (job == NULL)
    return;
  job->bits = crypto_arg_int(call, 1, 0);
  job->exponent = js_uint32_value(js_call_arg(call, 2));
  job->md = crypto_digest_of(js_call_arg(call, 3));
  job->mgf1_md = crypto_digest_of(js_call_arg(call, 4));
  job->salt_length = crypto_arg_int(call, 5, -1);
  keygen_start(call, job, 6);
}

/* dsaPair(type, bits of p, bits of q, public form, private form, how) */
static void dsa_pair(js_call *call) {
  keygen_job *job = keygen_new(call, dsa_make);
  if (job == NULL)
    return;
  job->bits = crypto_arg_int(call, 1, 0);
  job->other_bits = crypto_arg_int(call, 2, -1);
  keygen_start(call, job, 3);
}

/* ecPair(type, curve, explicit, public form, private form, how) */
static void ec_pair(js_call *call) {
  keygen_job *job = keygen_new(call, ec_make);
  if (job == NULL)
    return;
  crypto_name curve;
  memcpy(job->curve, crypto_name_of(call, 1, &curve), sizeof job->curve);
  if (OBJ_txt2nid(job->curve) == NID_undef &&
      EC_curve_nist2nid(job->curve) == NID_undef) {
    crypto_job_free(job);
    crypto_throw_type(js_call_isolate(call), "ERR_CRYPTO_INVALID_CURVE",
                      "Invalid EC curve name");
    return;
  }
  job->is_explicit = js_is_true(js_call_arg(call, 2));
  keygen_start(call, job, 3);
}

/* dhPair(type, prime or bits, generator, public form, private form, how) */
static void dh_pair(js_call *call) {
  bool has_bits = js_is_number(js_call_arg(call, 1));
  keygen_job *job = keygen_new(call, has_bits ? dh_bits_make : dh_prime_make);
  if (job == NULL)
    return;
  job->bits = crypto_arg_int(call, 1, 0);
  job->generator = crypto_arg_int(call, 2, DH_GENERATOR_2);
  if (!crypto_bytes_copy(js_call_isolate(call), js_call_arg(call, 1),
                         &job->prime)) {
    crypto_job_free(job);
    return;
  }
  keygen_start(call, job, 3);
}

static const js_native_entry natives[] = {
    {"plainPair", plain_pair, 4, NULL}, {"rsaPair", rsa_pair, 9, NULL},
    {"dsaPair", dsa_pair, 6, NULL},     {"ecPair", ec_pair, 6, NULL},
    {"dhPair", dh_pair, 6, NULL},       {NULL, NULL, 0, NULL},
};

const binding crypto_keygen_binding = {.name = "crypto_keygen",
                                       .natives = natives};
