/* Elliptic curves: ECDH objects, and the names of curves. */
#include "crypto_keys.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdh.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <stdlib.h>

#include "../runtime/binding.h"

static void ecdh_finalize(js_isolate *iso, void *native) {
  EC_KEY_free(native);
}

static const js_class ecdh_class;

static int curve_nid(js_call *call, int index) {
  crypto_name name;
  crypto_start();
  const char *text = crypto_name_of(call, index, &name);
  int nid = EC_curve_nist2nid(text);
  return nid == NID_undef ? OBJ_sn2nid(text) : nid;
}

static void throw_curve(js_call *call) {
  crypto_throw_type(js_call_isolate(call), "ERR_CRYPTO_INVALID_CURVE",
                    "Invalid EC curve name");
}

/* new ECDH(curve) */
static void ecdh_construct(js_call *call) {
  int nid = curve_nid(call, 0);
  EC_KEY *key = nid == NID_undef ? NULL : EC_KEY_new_by_curve_name(nid);
  if (key) {
    js_wrap_new(js_call_isolate(call), js_call_this(call), &ecdh_class, key,
                false);
  } else {
    throw_curve(call);
  }
}

static EC_KEY *ecdh_this(js_call *call) {
  return js_call_unwrap(call, &ecdh_class);
}

/* Whether the private key fits the curve: 0 < key < order. */
static bool is_private_fit(const EC_KEY *key, const BIGNUM *number) {
  return !BN_is_zero(number) && !BN_is_negative(number) &&
         BN_cmp(number, EC_GROUP_get0_order(EC_KEY_get0_group(key))) < 0;
}

static bool is_key_valid(const EC_KEY *key) {
  const BIGNUM *number = EC_KEY_get0_private_key(key);
  return number && is_private_fit(key, number) && EC_KEY_check_key(key) == 1;
}

static void ecdh_generate(js_call *call) {
  EC_KEY *key = ecdh_this(call);
  if (key && !EC_KEY_generate_key(key))
    crypto_throw_code(js_call_isolate(call), "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to generate key");
}

/* The point of bytes, or NULL. */
static EC_POINT *point_read(const EC_GROUP *group, js_bytes bytes) {
  EC_POINT *point = EC_POINT_new(group);
  if (point && EC_POINT_oct2point(group, point, bytes.data, bytes.length, NULL))
    return point;
  EC_POINT_free(point);
  ERR_clear_error();
  return NULL;
}

/* Sets the call's result to the bytes of a point. */
static void point_return(js_call *call, const EC_GROUP *group,
                         const EC_POINT *point, int form) {
  js_isolate *iso = js_call_isolate(call);
  uint8_t room[256];
  size_t length = EC_POINT_point2oct(
      group, point, (point_conversion_form_t)form, room, sizeof room, NULL);
  if (length > 0) {
    crypto_return_bytes(call, room, length, js_undefined(iso));
  } else {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to get ECDH public key");
  }
}

/* computeSecret(public key): a Buffer; undefined if that is not on the curve */
static void ecdh_compute_secret(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  EC_KEY *key = ecdh_this(call);
  js_bytes bytes;
  if (key == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  if (!is_key_valid(key)) {
    crypto_throw_code(iso, "ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair");
    return;
  }
  const EC_GROUP *group = EC_KEY_get0_group(key);
  EC_POINT *peer = point_read(group, bytes);
  if (peer == NULL)
    return;
  uint8_t secret[128];
  size_t length = (size_t)(EC_GROUP_get_degree(group) + 7) / 8;
  if (length <= sizeof secret &&
      ECDH_compute_key(secret, length, peer, key, NULL) > 0) {
    crypto_return_bytes(call, secret, length, js_undefined(iso));
  } else {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to compute ECDH key");
  }
  OPENSSL_cleanse(secret, sizeof secret);
  EC_POINT_free(peer);
}

/* getPublicKey(form) */
static void ecdh_get_public(js_call *call) {
  EC_KEY *key = ecdh_this(call);
  if (key == NULL)
    return;
  const EC_POINT *point = EC_KEY_get0_public_key(key);
  if (point == NULL) {
    crypto_throw_code(js_call_isolate(call), "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to get ECDH public key");
    return;
  }
  point_return(call, EC_KEY_get0_group(key), point,
               crypto_arg_int(call, 0, POINT_CONVERSION_UNCOMPRESSED));
}

static void ecdh_get_private(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  EC_KEY *key = ecdh_this(call);
  if (key == NULL)
    return;
  const BIGNUM *number = EC_KEY_get0_private_key(key);
  if (number == NULL) {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to get ECDH private key");
    return;
  }
  js_value buffer = crypto_bignum_buffer(
      iso, number, (EC_GROUP_order_bits(EC_KEY_get0_group(key)) + 7) / 8);
  if (buffer)
    js_return(call, buffer);
}

/* The private key and the public half computed from it. */
static bool private_set(EC_KEY *key, const BIGNUM *number) {
  const EC_GROUP *group = EC_KEY_get0_group(key);
  EC_KEY *changed = EC_KEY_new();
  EC_POINT *point = EC_POINT_new(group);
  bool is_set = changed && point && EC_KEY_set_group(changed, group) &&
                EC_KEY_set_private_key(changed, number) &&
                EC_POINT_mul(group, point, number, NULL, NULL, NULL) &&
                EC_KEY_set_public_key(changed, point) &&
                EC_KEY_copy(key, changed) != NULL;
  EC_POINT_free(point);
  EC_KEY_free(changed);
  return is_set;
}

static void ecdh_set_private(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  EC_KEY *key = ecdh_this(call);
  js_bytes bytes;
  if (key == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  BIGNUM *number = BN_bin2bn(bytes.data, (int)bytes.length, NULL);
  if (number == NULL || !is_private_fit(key, number)) {
    crypto_throw_code(iso, "ERR_CRYPTO_INVALID_KEYTYPE",
                      "Private key is not valid for specified curve.");
  } else if (!private_set(key, number)) {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to set generated public key");
  }
  BN_clear_free(number);
}

static void ecdh_set_public(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  EC_KEY *key = ecdh_this(call);
  js_bytes bytes;
  if (key == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  EC_POINT *point = point_read(EC_KEY_get0_group(key), bytes);
  if (point == NULL) {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to convert Buffer to EC_POINT");
  } else if (!EC_KEY_set_public_key(key, point)) {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to set EC_POINT as the public key");
  }
  EC_POINT_free(point);
}

static const js_native_entry ecdh_methods[] = {
    {"generateKeys", ecdh_generate, 0, NULL},
    {"computeSecret", ecdh_compute_secret, 1, NULL},
    {"getPublicKey", ecdh_get_public, 1, NULL},
    {"getPrivateKey", ecdh_get_private, 0, NULL},
    {"setPrivateKey", ecdh_set_private, 1, NULL},
    {"setPublicKey", ecdh_set_public, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class ecdh_class = {
    .name = "ECDH",
    .construct = ecdh_construct,
    .methods = ecdh_methods,
    .finalize = ecdh_finalize,
};

/* convertKey(point's bytes, curve, form) */
static void convert_key(js_call *call) {
  js_bytes bytes;
  int nid = curve_nid(call, 1);
  if (!crypto_arg_bytes(call, 0, &bytes))
    return;
  EC_GROUP *group = nid == NID_undef ? NULL : EC_GROUP_new_by_curve_name(nid);
  if (group == NULL) {
    throw_curve(call);
    return;
  }
  EC_POINT *point = point_read(group, bytes);
  if (point) {
    point_return(call, group, point,
                 crypto_arg_int(call, 2, POINT_CONVERSION_UNCOMPRESSED));
  } else {
    crypto_throw_code(js_call_isolate(call), "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to convert Buffer to EC_POINT");
  }
  EC_POINT_free(point);
  EC_GROUP_free(group);
}

/* getCurves(): names */
static void get_curves(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_start();
  size_t count = EC_get_builtin_curves(NULL, 0);
  EC_builtin_curve *curves = calloc(count ? count : 1, sizeof *curves);
  if (curves == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  EC_get_builtin_curves(curves, count);
  js_value array = js_array(iso, 0);
  for (size_t i = 0; i < count; i++)
    js_set_index(
        iso, array, (uint32_t)i,
        js_string_utf8(iso, OBJ_nid2sn(curves[i].nid), JS_AUTO_LENGTH));
  free(curves);
  js_return(call, array);
}

static const js_native_entry natives[] = {
    {"convertKey", convert_key, 3, NULL},
    {"getCurves", get_curves, 0, NULL},
    {NULL, NULL, 0, NULL},
};
static const js_class *const classes[] = {&ecdh_class, NULL};

const binding crypto_ecdh_binding = {
    .name = "crypto_ecdh", .natives = natives, .classes = classes};
