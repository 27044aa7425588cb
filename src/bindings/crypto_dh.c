/* Diffie-Hellman: the DiffieHellman objects, and secrets derived from two
 * keys. */
#include "crypto_keys.h"

#include <openssl/bn.h>
#include <openssl/dh.h>
#include <openssl/err.h>
#include <string.h>

#include "../runtime/binding.h"

/* --- Groups
 * ------------------------------------------------------------------- */

typedef struct dh_group {
  const char *name;
  BIGNUM *(*prime)(BIGNUM *number);
} dh_group;

/* RFC 2409 and RFC 3526; the generator is 2. */
static const dh_group groups[] = {
    {"modp1", BN_get_rfc2409_prime_768},
    {"modp2", BN_get_rfc2409_prime_1024},
    {"modp5", BN_get_rfc3526_prime_1536},
    {"modp14", BN_get_rfc3526_prime_2048},
    {"modp15", BN_get_rfc3526_prime_3072},
    {"modp16", BN_get_rfc3526_prime_4096},
    {"modp17", BN_get_rfc3526_prime_6144},
    {"modp18", BN_get_rfc3526_prime_8192},
};

static BIGNUM *group_find(const char *name) {
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    if (OPENSSL_strcasecmp(groups[i].name, name) == 0)
      return groups[i].prime(NULL);
  }
  return NULL;
}

/* groupPrime(name): a Buffer, or undefined */
static void group_prime(js_call *call) {
  crypto_name name;
  BIGNUM *prime = group_find(crypto_name_of(call, 0, &name));
  if (prime == NULL)
    return;
  js_value buffer = crypto_bignum_buffer(js_call_isolate(call), prime, 0);
  BN_free(prime);
  if (buffer)
    js_return(call, buffer);
}

/* --- DiffieHellman
 * --------------------------------------------------------------- */

static void dh_finalize(js_isolate *iso, void *native) {
  DH_free(native);
}

static const js_class dh_class;

/* Sets prime and generator, which the DH takes over. */
static bool dh_set(DH *dh, BIGNUM *prime, BIGNUM *generator) {
  if (prime && generator && DH_set0_pqg(dh, prime, NULL, generator))
    return true;
  BN_free(prime);
  BN_free(generator);
  return false;
}

/* From bytes or a number; NULL with an entry in the queue if it is no
 * generator. */
static BIGNUM *generator_read(js_value value) {
  js_bytes bytes;
  BIGNUM *number = NULL;
  if (js_bytes_of(value, &bytes)) {
    number = BN_bin2bn(bytes.data, (int)bytes.length, NULL);
  } else {
    int given = js_is_int32(value) ? js_int32_value(value) : 2;
    number = BN_new();
    if (number && (given < 2 || !BN_set_word(number, (BN_ULONG)given)))
      BN_zero(number);
  }
  if (number && !BN_is_zero(number) && !BN_is_one(number))
    return number;
  BN_free(number);
  ERR_raise(ERR_LIB_DH, DH_R_BAD_GENERATOR);
  return NULL;
}

static bool dh_fill(js_call *call, DH *dh) {
  js_value first = js_call_arg(call, 0);
  js_bytes prime;
  if (js_is_number(first)) {
    int generator = crypto_arg_int(call, 1, 2);
    if (generator < 2)
      return false;
    return DH_generate_parameters_ex(dh, js_int32_value(first), generator,
                                     NULL) == 1;
  }
  BIGNUM *generator = generator_read(js_call_arg(call, 1));
  if (generator == NULL)
    return false;
  if (!js_bytes_of(first, &prime)) {
    BN_free(generator);
    return false;
  }
  BIGNUM *number = BN_bin2bn(prime.data, (int)prime.length, NULL);
  if (number && !BN_is_word(number, 2) && BN_cmp(number, generator) == 0) {
    ERR_raise(ERR_LIB_DH, DH_R_BAD_GENERATOR);
    BN_free(number);
    number = NULL;
  }
  return dh_set(dh, number, generator);
}

/* new DiffieHellman(bits or prime, generator: number or bytes) */
static void dh_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_start();
  ERR_clear_error();
  DH *dh = DH_new();
  if (dh && dh_fill(call, dh)) {
    js_wrap_new(iso, js_call_this(call), &dh_class, dh, false);
  } else {
    DH_free(dh);
    crypto_throw(iso, "Initialization failed");
  }
}

static DH *dh_this(js_call *call) {
  return js_call_unwrap(call, &dh_class);
}

static void return_number(js_call *call, const BIGNUM *number) {
  if (number == NULL)
    return;
  js_value buffer = crypto_bignum_buffer(js_call_isolate(call), number, 0);
  if (buffer)
    js_return(call, buffer);
}

static void dh_get_prime(js_call *call) {
  DH *dh = dh_this(call);
  if (dh)
    return_number(call, DH_get0_p(dh));
}

static void dh_get_generator(js_call *call) {
  DH *dh = dh_this(call);
  if (dh)
    return_number(call, DH_get0_g(dh));
}

/* undefined: there is none yet */
static void dh_get_public(js_call *call) {
  DH *dh = dh_this(call);
  if (dh)
    return_number(call, DH_get0_pub_key(dh));
}

static void dh_get_private(js_call *call) {
  DH *dh = dh_this(call);
  if (dh)
    return_number(call, DH_get0_priv_key(dh));
}

static void dh_set_key(js_call *call, bool is_private) {
  DH *dh = dh_this(call);
  js_bytes bytes;
  if (dh == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  BIGNUM *number = BN_bin2bn(bytes.data, (int)bytes.length, NULL);
  if (number &&
      DH_set0_key(dh, is_private ? NULL : number, is_private ? number : NULL))
    return;
  BN_free(number);
  crypto_throw(js_call_isolate(call), "Failed to set key");
}

static void dh_set_public(js_call *call) {
  dh_set_key(call, false);
}

static void dh_set_private(js_call *call) {
  dh_set_key(call, true);
}

/* generateKeys(): a private key if there is none, and its public half */
static void dh_generate(js_call *call) {
  DH *dh = dh_this(call);
  if (dh == NULL)
    return;
  ERR_clear_error();
  if (!DH_generate_key(dh)) {
    crypto_throw(js_call_isolate(call), "Key generation failed");
    return;
  }
  return_number(call, DH_get0_pub_key(dh));
}

/* Throws what is wrong with another's public key. */
static bool dh_check_peer(js_isolate *iso, const DH *dh, const BIGNUM *peer) {
  int flaws = 0;
  const char *message = NULL;
  if (DH_check_pub_key(dh, peer, &flaws) == 1) {
    if (flaws & DH_CHECK_PUBKEY_TOO_SMALL)
      message = "Supplied key is too small";
    else if (flaws & DH_CHECK_PUBKEY_TOO_LARGE)
      message = "Supplied key is too large";
  }
  if (message)
    crypto_throw_range(iso, "ERR_CRYPTO_INVALID_KEYLEN", message);
  return message == NULL;
}

static void dh_secret(js_call *call, DH *dh, const BIGNUM *peer) {
  js_isolate *iso = js_call_isolate(call);
  crypto_bytes secret = {NULL, 0};
  if (!dh_check_peer(iso, dh, peer) ||
      !crypto_bytes_alloc(iso, &secret, (size_t)DH_size(dh)))
    return;
  ERR_clear_error();
  if (DH_compute_key_padded(secret.data, peer, dh) >= 0) {
    js_return(call, crypto_bytes_to_buffer(iso, &secret));
  } else {
    crypto_throw_type(iso, "ERR_CRYPTO_INVALID_KEYTYPE", "Invalid key type");
  }
  crypto_bytes_free(&secret);
}

/* computeSecret(public key) */
static void dh_compute_secret(js_call *call) {
  DH *dh = dh_this(call);
  js_bytes bytes;
  if (dh == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  BIGNUM *peer = BN_bin2bn(bytes.data, (int)bytes.length, NULL);
  if (peer) {
    dh_secret(call, dh, peer);
  } else {
    crypto_throw(js_call_isolate(call), "Invalid public key");
  }
  BN_free(peer);
}

/* verifyError(): bits of DH_check, see crypto.constants */
static void dh_verify_error(js_call *call) {
  DH *dh = dh_this(call);
  int flaws = 0;
  if (dh == NULL)
    return;
  DH_check(dh, &flaws);
  ERR_clear_error();
  js_return_int32(call, flaws);
}

static const js_native_entry dh_methods[] = {
    {"getPrime", dh_get_prime, 0, NULL},
    {"getGenerator", dh_get_generator, 0, NULL},
    {"getPublicKey", dh_get_public, 0, NULL},
    {"getPrivateKey", dh_get_private, 0, NULL},
    {"setPublicKey", dh_set_public, 1, NULL},
    {"setPrivateKey", dh_set_private, 1, NULL},
    {"generateKeys", dh_generate, 0, NULL},
    {"computeSecret", dh_compute_secret, 1, NULL},
    {"verifyError", dh_verify_error, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class dh_class = {
    .name = "DiffieHellman",
    .construct = dh_construct,
    .methods = dh_methods,
    .finalize = dh_finalize,
};

/* --- Secrets of two keys
 * -------------------------------------------------------- */

typedef struct derive_job {
  crypto_job base;
  EVP_PKEY *private;
  EVP_PKEY *public;
  crypto_bytes secret;
} derive_job;

static void derive_release(crypto_job *base) {
  derive_job *job = (derive_job *)base;
  EVP_PKEY_free(job->private);
  EVP_PKEY_free(job->public);
  crypto_bytes_free(&job->secret);
}

static bool derive_run(crypto_job *base) {
  derive_job *job = (derive_job *)base;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, job->private, NULL);
  size_t length = 0;
  bool is_done = context && EVP_PKEY_derive_init(context) > 0;
  if (is_done && EVP_PKEY_is_a(job->private, "DH"))
    is_done = EVP_PKEY_CTX_set_dh_pad(context, 1) > 0;
  is_done = is_done && EVP_PKEY_derive_set_peer(context, job->public) > 0 &&
            EVP_PKEY_derive(context, NULL, &length) > 0 &&
            crypto_bytes_room(&job->secret, length) &&
            EVP_PKEY_derive(context, job->secret.data, &length) > 0;
  EVP_PKEY_CTX_free(context);
  if (is_done)
    job->secret.length = length;
  return is_done;
}

static js_value derive_value(js_isolate *iso, crypto_job *base) {
  return crypto_bytes_to_buffer(iso, &((derive_job *)base)->secret);
}

/* derive(private key, public key, how): a Buffer */
static void derive(js_call *call) {
  derive_job *job = crypto_job_new(call, sizeof *job, derive_run, derive_value,
                                   derive_release);
  if (job == NULL)
    return;
  job->base.message = "diffieHellman failed";
  job->private = crypto_arg_pkey(call, 0);
  if (job->private)
    job->public = crypto_arg_pkey(call, 1);
  if (job->private && job->public) {
    crypto_job_start(call, job, js_call_arg(call, 2));
  } else {
    crypto_job_free(job);
  }
}

static const js_native_entry natives[] = {
    {"groupPrime", group_prime, 1, NULL},
    {"derive", derive, 3, NULL},
    {NULL, NULL, 0, NULL},
};
static const js_class *const classes[] = {&dh_class, NULL};

const binding crypto_dh_binding = {
    .name = "crypto_dh", .natives = natives, .classes = classes};
