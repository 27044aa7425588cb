/* Keys as numbers: what JWK and the raw formats consist of, and what
 * asymmetricKeyDetails tells. */
#include "crypto_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "../runtime/binding.h"

/* --- Types
 * -------------------------------------------------------------------- */

typedef struct key_name {
  const char *openssl;
  const char *node;
} key_name;

static const key_name key_names[] = {
    {"RSA", "rsa"},
    {"RSA-PSS", "rsa-pss"},
    {"EC", "ec"},
    {"ED25519", "ed25519"},
    {"ED448", "ed448"},
    {"X25519", "x25519"},
    {"X448", "x448"},
    {"DSA", "dsa"},
    {"DH", "dh"},
    {"DHX", "dh"},
    {"ML-DSA-44", "ml-dsa-44"},
    {"ML-DSA-65", "ml-dsa-65"},
    {"ML-DSA-87", "ml-dsa-87"},
    {"ML-KEM-512", "ml-kem-512"},
    {"ML-KEM-768", "ml-kem-768"},
    {"ML-KEM-1024", "ml-kem-1024"},
};

static const char *type_name(EVP_PKEY *pkey) {
  for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++) {
    if (EVP_PKEY_is_a(pkey, key_names[i].openssl))
      return key_names[i].node;
  }
  return NULL;
}

static EVP_PKEY *arg_key(js_call *call, const crypto_key **key) {
  *key = crypto_key_of(js_call_arg(call, 0));
  return *key ? (*key)->pkey : NULL;
}

/* keyType(handle): the name of its type, or undefined */
static void key_type(js_call *call) {
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  const char *name = pkey ? type_name(pkey) : NULL;
  if (name)
    js_return(call,
              js_string_utf8(js_call_isolate(call), name, JS_AUTO_LENGTH));
}

/* --- Numbers out
 * ---------------------------------------------------------------- */

/* A parameter as a Buffer, undefined if there is none. JS_EMPTY: exception. */
static js_value number_value(js_isolate *iso, EVP_PKEY *pkey, const char *name,
                             int width) {
  BIGNUM *number = NULL;
  if (!EVP_PKEY_get_bn_param(pkey, name, &number)) {
    ERR_clear_error();
    return js_undefined(iso);
  }
  js_value buffer = crypto_bignum_buffer(iso, number, width);
  BN_clear_free(number);
  return buffer;
}

/* Returns an array of parameters to JavaScript. */
static void return_numbers(js_call *call, EVP_PKEY *pkey,
                           const char *const *names, size_t count, int width) {
  js_isolate *iso = js_call_isolate(call);
  js_value values[8];
  for (size_t i = 0; i < count; i++) {
    values[i] = number_value(iso, pkey, names[i], width);
    if (values[i] == JS_EMPTY)
      return;
  }
  js_return(call, js_array_from(iso, values, count));
}

static const char *const rsa_names[] = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
    OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
    OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
};

/* rsaNumbers(handle): [n, e, d, p, q, dp, dq, qi]; of a public key [n, e] */
static void rsa_numbers(js_call *call) {
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  if (pkey)
    return_numbers(call, pkey, rsa_names,
                   key->type == CRYPTO_KEY_PRIVATE ? 8 : 2, 0);
}

static const char *const ec_names[] = {
    OSSL_PKEY_PARAM_EC_PUB_X,
    OSSL_PKEY_PARAM_EC_PUB_Y,
    OSSL_PKEY_PARAM_PRIV_KEY,
};

/* The field's size, of which the private number never needs more. */
static int ec_width(EVP_PKEY *pkey) {
  const EC_KEY *ec = EVP_PKEY_get0_EC_KEY(pkey);
  return ec ? (EC_GROUP_get_degree(EC_KEY_get0_group(ec)) + 7) / 8 : 0;
}

static int ec_private_width(EVP_PKEY *pkey) {
  const EC_KEY *ec = EVP_PKEY_get0_EC_KEY(pkey);
  return ec ? (EC_GROUP_order_bits(EC_KEY_get0_group(ec)) + 7) / 8 : 0;
}

/* ecNumbers(handle): [x, y, d]; of a public key [x, y] */
static void ec_numbers(js_call *call) {
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  if (pkey)
    return_numbers(call, pkey, ec_names,
                   key->type == CRYPTO_KEY_PRIVATE ? 3 : 2, ec_width(pkey));
}

/* ecPrivate(handle): the private number */
static void ec_private(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  if (pkey == NULL)
    return;
  js_value value =
      number_value(iso, pkey, OSSL_PKEY_PARAM_PRIV_KEY, ec_private_width(pkey));
  if (value)
    js_return(call, value);
}

/* ecPoint(handle, compressed): the public point */
static void ec_point(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  const EC_KEY *ec = pkey ? EVP_PKEY_get0_EC_KEY(pkey) : NULL;
  const EC_POINT *point = ec ? EC_KEY_get0_public_key(ec) : NULL;
  uint8_t room[256];
  point_conversion_form_t form = js_is_true(js_call_arg(call, 1))
                                     ? POINT_CONVERSION_COMPRESSED
                                     : POINT_CONVERSION_UNCOMPRESSED;
  size_t length = point ? EC_POINT_point2oct(EC_KEY_get0_group(ec), point, form,
                                             room, sizeof room, NULL)
                        : 0;
  if (length > 0) {
    crypto_return_bytes(call, room, length, js_undefined(iso));
  } else {
    crypto_throw(iso, "Failed to export the public key");
  }
}

/* raw(handle, private): the bytes of an Edwards or Montgomery key */
static void raw(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  uint8_t room[64];
  size_t length = sizeof room;
  bool is_private = js_is_true(js_call_arg(call, 1));
  if (pkey && (is_private ? EVP_PKEY_get_raw_private_key(pkey, room, &length)
                          : EVP_PKEY_get_raw_public_key(pkey, room, &length))) {
    crypto_return_bytes(call, room, length, js_undefined(iso));
  } else {
    crypto_throw(iso, "Failed to export the key");
  }
  OPENSSL_cleanse(room, sizeof room);
}

/* --- Details
 * --------------------------------------------------------------------- */

/* The name of a curve, or undefined: explicit parameters. */
static js_value curve_value(js_isolate *iso, EVP_PKEY *pkey) {
  const EC_KEY *ec = EVP_PKEY_get0_EC_KEY(pkey);
  int nid = ec ? EC_GROUP_get_curve_name(EC_KEY_get0_group(ec)) : NID_undef;
  if (nid == NID_undef)
    return js_undefined(iso);
  return js_string_utf8(iso, OBJ_nid2sn(nid), JS_AUTO_LENGTH);
}

static js_value digest_name(js_isolate *iso, const X509_ALGOR *algorithm,
                            const char *otherwise) {
  int nid = NID_undef;
  if (algorithm)
    nid = OBJ_obj2nid(algorithm->algorithm);
  const char *name = nid == NID_undef ? otherwise : OBJ_nid2ln(nid);
  return js_string_utf8(iso, name, JS_AUTO_LENGTH);
}

static js_value mgf1_name(js_isolate *iso, const RSA_PSS_PARAMS *params) {
  X509_ALGOR *inner = NULL;
  const X509_ALGOR *outer = params->maskGenAlgorithm;
  if (outer && OBJ_obj2nid(outer->algorithm) == NID_mgf1)
    inner =
        ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), outer->parameter);
  js_value name = digest_name(iso, inner, "sha1");
  X509_ALGOR_free(inner);
  return name;
}

/* The key's SubjectPublicKeyInfo says what its signatures are restricted to. */
static RSA_PSS_PARAMS *pss_params(EVP_PKEY *pkey) {
  X509_PUBKEY *info = NULL;
  X509_ALGOR *algorithm = NULL;
  const void *value = NULL;
  int type = V_ASN1_UNDEF;
  RSA_PSS_PARAMS *params = NULL;
  if (X509_PUBKEY_set(&info, pkey) &&
      X509_PUBKEY_get0_param(NULL, NULL, NULL, &algorithm, info))
    X509_ALGOR_get0(NULL, &type, &value, algorithm);
  if (type == V_ASN1_SEQUENCE)
    params = ASN1_item_unpack(value, ASN1_ITEM_rptr(RSA_PSS_PARAMS));
  X509_PUBKEY_free(info);
  ERR_clear_error();
  return params;
}

/* pssDetails(handle): [hash, mgf1 hash, salt length], or undefined */
static void pss_details(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  RSA_PSS_PARAMS *params = pkey ? pss_params(pkey) : NULL;
  if (params == NULL)
    return;
  long salt = params->saltLength ? ASN1_INTEGER_get(params->saltLength) : 20;
  js_value values[] = {
      digest_name(iso, params->hashAlgorithm, "sha1"),
      mgf1_name(iso, params),
      js_int32(iso, (int32_t)salt),
  };
  js_return(call, js_array_from(iso, values, 3));
  RSA_PSS_PARAMS_free(params);
}

/* curveName(handle) */
static void curve_name(js_call *call) {
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  if (pkey)
    js_return(call, curve_value(js_call_isolate(call), pkey));
}

/* dsaBits(handle): [bits of p, bits of q] */
static void dsa_bits(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key;
  EVP_PKEY *pkey = arg_key(call, &key);
  BIGNUM *q = NULL;
  if (pkey == NULL)
    return;
  EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_FFC_Q, &q);
  js_value values[] = {js_int32(iso, EVP_PKEY_get_bits(pkey)),
                       js_int32(iso, q ? BN_num_bits(q) : 0)};
  BN_free(q);
  ERR_clear_error();
  js_return(call, js_array_from(iso, values, 2));
}

/* --- Numbers in
 * -------------------------------------------------------------------- */

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *builder,
                          bool is_private) {
  OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  EVP_PKEY *pkey = NULL;
  if (params && context && EVP_PKEY_fromdata_init(context) == 1)
    EVP_PKEY_fromdata(context, &pkey,
                      is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                      params);
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  return pkey;
}

/* Returns a key to JavaScript, or undefined where there is none. */
static void return_key(js_call *call, EVP_PKEY *pkey, bool is_private) {
  ERR_clear_error();
  if (pkey == NULL)
    return;
  js_value handle = crypto_key_value(
      js_call_isolate(call),
      is_private ? CRYPTO_KEY_PRIVATE : CRYPTO_KEY_PUBLIC, pkey);
  if (handle)
    js_return(call, handle);
}

enum { NUMBERS_MAX = 8 };

/* rsaFrom([n, e, d, p, q, dp, dq, qi] or [n, e]): a handle, undefined if they
 * make no key */
static void rsa_from(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value array = js_call_arg(call, 0), values[NUMBERS_MAX];
  BIGNUM *numbers[NUMBERS_MAX] = {NULL};
  uint32_t count = js_is_array(array) ? js_array_length(array) : 0;
  if (count > NUMBERS_MAX || !js_array_read(iso, array, values, count))
    return;
  crypto_start();
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  EVP_PKEY *pkey = NULL;
  bool is_complete = builder != NULL;
  for (uint32_t i = 0; i < count && is_complete; i++) {
    js_bytes bytes;
    is_complete = js_bytes_of(values[i], &bytes);
    if (is_complete)
      numbers[i] = BN_bin2bn(bytes.data, (int)bytes.length, NULL);
    is_complete = is_complete && numbers[i] &&
                  OSSL_PARAM_BLD_push_BN(builder, rsa_names[i], numbers[i]);
  }
  if (is_complete)
    pkey = key_from("RSA", builder, count > 2);
  OSSL_PARAM_BLD_free(builder);
  for (uint32_t i = 0; i < count; i++)
    BN_clear_free(numbers[i]);
  return_key(call, pkey, count > 2);
}

/* The public point of a private number. */
static uint8_t *point_of(const char *curve, const BIGNUM *number,
                         size_t *length) {
  EC_GROUP *group = EC_GROUP_new_by_curve_name(OBJ_txt2nid(curve));
  EC_POINT *point = group ? EC_POINT_new(group) : NULL;
  uint8_t *bytes = NULL;
  if (point && EC_POINT_mul(group, point, number, NULL, NULL, NULL))
    *length = EC_POINT_point2buf(group, point, POINT_CONVERSION_UNCOMPRESSED,
                                 &bytes, NULL);
  EC_POINT_free(point);
  EC_GROUP_free(group);
  return bytes;
}

/* Whether 0 < number < the order of the curve. */
static bool is_private_number(const char *curve, const BIGNUM *number) {
  EC_GROUP *group = EC_GROUP_new_by_curve_name(OBJ_txt2nid(curve));
  bool is_fit = group && !BN_is_zero(number) &&
                BN_cmp(number, EC_GROUP_get0_order(group)) < 0;
  EC_GROUP_free(group);
  return is_fit;
}

/* Whether a private key belongs to its public half, and that lies on the curve.
 */
static bool is_key_right(EVP_PKEY *pkey, bool is_private) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
  bool is_right = context && (is_private ? EVP_PKEY_pairwise_check(context)
                                         : EVP_PKEY_public_check(context)) == 1;
  EVP_PKEY_CTX_free(context);
  return is_right;
}

static EVP_PKEY *ec_key_from(const char *curve, const uint8_t *point,
                             size_t length, const BIGNUM *number) {
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  EVP_PKEY *pkey = NULL;
  if (builder &&
      OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME,
                                      curve, 0) &&
      OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point,
                                       length) &&
      (number == NULL ||
       OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number)))
    pkey = key_from("EC", builder, number != NULL);
  OSSL_PARAM_BLD_free(builder);
  if (pkey && !is_key_right(pkey, number != NULL)) {
    EVP_PKEY_free(pkey);
    pkey = NULL;
  }
  return pkey;
}

/* ecFrom(curve, point or undefined, private number or undefined): a handle,
 * undefined if they make no key */
static void ec_from(js_call *call) {
  crypto_name curve;
  js_bytes point = {NULL, 0}, private;
  crypto_start();
  crypto_name_of(call, 0, &curve);
  js_bytes_of(js_call_arg(call, 1), &point);
  BIGNUM *number = NULL;
  uint8_t *own_point = NULL;
  if (js_bytes_of(js_call_arg(call, 2), &private)) {
    number = BN_bin2bn(private.data, (int)private.length, NULL);
    if (number == NULL || !is_private_number(curve.text, number))
      goto done;
  }
  if (point.data == NULL && number) {
    own_point = point_of(curve.text, number, &point.length);
    point.data = own_point;
  }
  EVP_PKEY *pkey = NULL;
  if (point.data)
    pkey = ec_key_from(curve.text, point.data, point.length, number);
  return_key(call, pkey, number != NULL);
done:
  OPENSSL_free(own_point);
  BN_clear_free(number);
  ERR_clear_error();
}

/* rawFrom(OpenSSL's type name, private, bytes): a handle, or undefined */
static void raw_from(js_call *call) {
  crypto_name type;
  js_bytes bytes;
  crypto_start();
  crypto_name_of(call, 0, &type);
  bool is_private = js_is_true(js_call_arg(call, 1));
  if (!crypto_arg_bytes(call, 2, &bytes))
    return;
  EVP_PKEY *pkey = is_private
                       ? EVP_PKEY_new_raw_private_key_ex(
                             NULL, type.text, NULL, bytes.data, bytes.length)
                       : EVP_PKEY_new_raw_public_key_ex(
                             NULL, type.text, NULL, bytes.data, bytes.length);
  return_key(call, pkey, is_private);
}

static const js_native_entry natives[] = {
    {"keyType", key_type, 1, NULL},
    {"rsaNumbers", rsa_numbers, 1, NULL},
    {"ecNumbers", ec_numbers, 1, NULL},
    {"ecPrivate", ec_private, 1, NULL},
    {"ecPoint", ec_point, 2, NULL},
    {"raw", raw, 2, NULL},
    {"pssDetails", pss_details, 1, NULL},
    {"curveName", curve_name, 1, NULL},
    {"dsaBits", dsa_bits, 1, NULL},
    {"rsaFrom", rsa_from, 1, NULL},
    {"ecFrom", ec_from, 3, NULL},
    {"rawFrom", raw_from, 3, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_key_parts_binding = {.name = "crypto_key_parts",
                                          .natives = natives};
