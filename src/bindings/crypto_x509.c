/* X509Certificate's native half. */
#include "crypto_x509.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../runtime/binding.h"

static void x509_finalize(js_isolate *iso, void *native) {
  X509_free(native);
}

static const js_class x509_class;

X509 *crypto_x509_of(js_value value) {
  return js_unwrap(value, &x509_class);
}

js_value crypto_x509_value(js_isolate *iso, X509 *certificate) {
  js_value instance = js_class_instance(iso, &x509_class);
  js_wrap_new(iso, instance, &x509_class, certificate, false);
  return instance;
}

static X509 *x509_this(js_call *call) {
  return js_call_unwrap(call, &x509_class);
}

/* PEM or, where that is none, DER. */
static X509 *x509_parse(js_bytes bytes) {
  BIO *bio = BIO_new_mem_buf(bytes.data ? bytes.data : (uint8_t *)"",
                             (int)bytes.length);
  X509 *certificate = NULL;
  if (bio == NULL)
    return NULL;
  certificate = PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL);
  BIO_free(bio);
  if (certificate)
    return certificate;
  const uint8_t *at = bytes.data;
  ERR_set_mark();
  certificate = d2i_X509(NULL, &at, (long)bytes.length);
  ERR_pop_to_mark(); /* what PEM's reader said stays */
  return certificate;
}

/* new X509(bytes) */
static void x509_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_bytes bytes;
  if (!crypto_arg_bytes(call, 0, &bytes))
    return;
  crypto_start();
  ERR_clear_error();
  X509 *certificate = x509_parse(bytes);
  if (certificate == NULL) {
    crypto_throw(iso, "The certificate cannot be read");
    return;
  }
  ERR_clear_error();
  js_wrap_new(iso, js_call_this(call), &x509_class, certificate, false);
}

/* --- Texts
 * ---------------------------------------------------------------------- */

/* Returns what was printed to JavaScript, undefined where that failed. Frees
 * the BIO. */
static void return_bio(js_call *call, BIO *bio, bool is_printed) {
  char *text;
  js_value value = JS_EMPTY;
  if (bio && is_printed) {
    long length = BIO_get_mem_data(bio, &text);
    value = js_string_utf8(js_call_isolate(call), text, (size_t)length);
  }
  BIO_free(bio);
  ERR_clear_error();
  if (value)
    js_return(call, value);
}

/* One line for each part, values as UTF-8. */
enum {
  NAME_FLAGS = ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL |
               ASN1_STRFLGS_UTF8_CONVERT | XN_FLAG_SEP_MULTILINE |
               XN_FLAG_FN_SN,
};

static void return_name(js_call *call, const X509_NAME *name) {
  BIO *bio = BIO_new(BIO_s_mem());
  return_bio(call, bio,
             bio && X509_NAME_print_ex(bio, name, 0, NAME_FLAGS) > 0);
}

static void x509_subject(js_call *call) {
  X509 *self = x509_this(call);
  if (self)
    return_name(call, X509_get_subject_name(self));
}

static void x509_issuer(js_call *call) {
  X509 *self = x509_this(call);
  if (self)
    return_name(call, X509_get_issuer_name(self));
}

/* The value of a name's part as UTF-8. */
static js_value part_value(js_isolate *iso, const X509_NAME_ENTRY *entry) {
  uint8_t *text = NULL;
  int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
  if (length < 0)
    return js_undefined(iso);
  js_value value = js_string_utf8(iso, (char *)text, (size_t)length);
  OPENSSL_free(text);
  return value;
}

static js_value part_key(js_isolate *iso, const X509_NAME_ENTRY *entry) {
  const ASN1_OBJECT *object = X509_NAME_ENTRY_get_object(entry);
  int nid = OBJ_obj2nid(object);
  char text[128];
  if (nid != NID_undef)
    return js_string_utf8(iso, OBJ_nid2sn(nid), JS_AUTO_LENGTH);
  OBJ_obj2txt(text, sizeof text, object, 1);
  return js_string_utf8(iso, text, JS_AUTO_LENGTH);
}

/* nameParts(issuer): [key, value, key, value ...] */
static void x509_name_parts(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  X509 *self = x509_this(call);
  if (self == NULL)
    return;
  const X509_NAME *name = js_is_true(js_call_arg(call, 0))
                              ? X509_get_issuer_name(self)
                              : X509_get_subject_name(self);
  js_value array = js_array(iso, 0);
  int count = X509_NAME_entry_count(name);
  for (int i = 0; i < count; i++) {
    const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
    js_set_index(iso, array, (uint32_t)i * 2, part_key(iso, entry));
    js_set_index(iso, array, (uint32_t)i * 2 + 1, part_value(iso, entry));
  }
  js_return(call, array);
}

/* --- General names
 * ----------------------------------------------------------------- */

/* Whether a text can stand in a list of names without being taken for more
 * than one (CVE-2021-44532). */
static bool is_safe(const uint8_t *text, size_t length, bool is_utf8) {
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = text[i];
    if (byte == '"' || byte == '\\' || byte == ',' || byte == '\'')
      return false;
    if (is_utf8 ? byte < ' ' : byte < ' ' || byte > '~')
      return false;
  }
  return true;
}

/* As a JSON string. */
static void quoted_print(BIO *out, const uint8_t *text, size_t length,
                         bool is_utf8) {
  BIO_write(out, "\"", 1);
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = text[i];
    if (byte == '\\' || byte == '"') {
      BIO_printf(out, "\\%c", byte);
    } else if (byte < ' ' || byte == ',' || byte == '\'' ||
               (!is_utf8 && byte > '~')) {
      if (byte >= ' ' && byte <= '~')
        BIO_write(out, text + i, 1);
      else
        BIO_printf(out, "\\u00%02x", byte);
    } else {
      BIO_write(out, text + i, 1);
    }
  }
  BIO_write(out, "\"", 1);
}

static bool text_print(BIO *out, const char *prefix, const uint8_t *text,
                       size_t length, bool is_utf8) {
  BIO_puts(out, prefix);
  if (is_safe(text, length, is_utf8))
    return length == 0 || BIO_write(out, text, (int)length) == (int)length;
  quoted_print(out, text, length, is_utf8);
  return true;
}

static bool string_print(BIO *out, const char *prefix,
                         const ASN1_STRING *string) {
  return text_print(out, prefix, ASN1_STRING_get0_data(string),
                    (size_t)ASN1_STRING_length(string), false);
}

static bool directory_print(BIO *out, X509_NAME *name) {
  BIO *text = BIO_new(BIO_s_mem());
  char *data;
  bool is_done =
      text && X509_NAME_print_ex(text, name, 0,
                                 XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0;
  if (is_done) {
    long length = BIO_get_mem_data(text, &data);
    is_done =
        text_print(out, "DirName:", (uint8_t *)data, (size_t)length, true);
  }
  BIO_free(text);
  return is_done;
}

static void ip_print(BIO *out, const ASN1_OCTET_STRING *address) {
  const uint8_t *bytes = ASN1_STRING_get0_data(address);
  int length = ASN1_STRING_length(address);
  BIO_puts(out, "IP Address:");
  if (length == 4) {
    BIO_printf(out, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
  } else if (length == 16) {
    for (int i = 0; i < 16; i += 2)
      BIO_printf(out, "%s%X", i ? ":" : "", bytes[i] << 8 | bytes[i + 1]);
  } else {
    BIO_printf(out, "<invalid length=%d>", length);
  }
}

/* The kinds that certificates of mail and of Windows use. */
static bool other_print(BIO *out, const OTHERNAME *other) {
  static const struct {
    int nid;
    int type;
    const char *prefix;
  } kinds[] = {
      {NID_id_on_SmtpUTF8Mailbox, V_ASN1_UTF8STRING,
       "othername:SmtpUTF8Mailbox:"},
      {NID_XmppAddr, V_ASN1_UTF8STRING, "othername:XmppAddr:"},
      {NID_SRVName, V_ASN1_IA5STRING, "othername:SRVName:"},
      {NID_ms_upn, V_ASN1_UTF8STRING, "othername:UPN:"},
      {NID_NAIRealm, V_ASN1_UTF8STRING, "othername:NAIRealm:"},
  };
  int nid = OBJ_obj2nid(other->type_id);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (kinds[i].nid != nid || other->value->type != kinds[i].type)
      continue;
    const ASN1_STRING *string = other->value->value.asn1_string;
    return text_print(out, kinds[i].prefix, ASN1_STRING_get0_data(string),
                      (size_t)ASN1_STRING_length(string),
                      kinds[i].type == V_ASN1_UTF8STRING);
  }
  return BIO_puts(out, "othername:<unsupported>") > 0;
}

bool crypto_general_name_print(BIO *out, const GENERAL_NAME *name) {
  char text[256];
  switch (name->type) {
    case GEN_DNS:
      return string_print(out, "DNS:", name->d.dNSName);
    case GEN_EMAIL:
      return string_print(out, "email:", name->d.rfc822Name);
    case GEN_URI:
      return string_print(out, "URI:", name->d.uniformResourceIdentifier);
    case GEN_DIRNAME:
      return directory_print(out, name->d.directoryName);
    case GEN_IPADD:
      ip_print(out, name->d.iPAddress);
      return true;
    case GEN_RID:
      OBJ_obj2txt(text, sizeof text, name->d.registeredID, 1);
      return BIO_printf(out, "Registered ID:%s", text) > 0;
    case GEN_OTHERNAME:
      return other_print(out, name->d.otherName);
    case GEN_X400:
      return BIO_puts(out, "X400Name:<unsupported>") > 0;
    default:
      return BIO_puts(out, "EdiPartyName:<unsupported>") > 0;
  }
}

static void x509_alt_name(js_call *call) {
  X509 *self = x509_this(call);
  GENERAL_NAMES *names =
      self ? X509_get_ext_d2i(self, NID_subject_alt_name, NULL, NULL) : NULL;
  if (names == NULL)
    return;
  BIO *bio = BIO_new(BIO_s_mem());
  bool is_printed = bio != NULL;
  for (int i = 0; is_printed && i < sk_GENERAL_NAME_num(names); i++) {
    if (i > 0)
      BIO_puts(bio, ", ");
    is_printed =
        crypto_general_name_print(bio, sk_GENERAL_NAME_value(names, i));
  }
  GENERAL_NAMES_free(names);
  return_bio(call, bio, is_printed);
}

static void x509_info_access(js_call *call) {
  X509 *self = x509_this(call);
  AUTHORITY_INFO_ACCESS *infos =
      self ? X509_get_ext_d2i(self, NID_info_access, NULL, NULL) : NULL;
  if (infos == NULL)
    return;
  BIO *bio = BIO_new(BIO_s_mem());
  bool is_printed = bio != NULL;
  for (int i = 0; is_printed && i < sk_ACCESS_DESCRIPTION_num(infos); i++) {
    const ACCESS_DESCRIPTION *info = sk_ACCESS_DESCRIPTION_value(infos, i);
    char method[128];
    OBJ_obj2txt(method, sizeof method, info->method, 0);
    BIO_printf(bio, "%s%s - ", i > 0 ? "\n" : "", method);
    is_printed = crypto_general_name_print(bio, info->location);
  }
  AUTHORITY_INFO_ACCESS_free(infos);
  return_bio(call, bio, is_printed);
}

/* --- Times, numbers, bytes
 * ------------------------------------------------------------ */

static const ASN1_TIME *time_of(js_call *call, X509 *self) {
  return js_is_true(js_call_arg(call, 0)) ? X509_get0_notAfter(self)
                                          : X509_get0_notBefore(self);
}

/* time(end): as text */
static void x509_time(js_call *call) {
  X509 *self = x509_this(call);
  if (self == NULL)
    return;
  BIO *bio = BIO_new(BIO_s_mem());
  return_bio(call, bio, bio && ASN1_TIME_print(bio, time_of(call, self)) == 1);
}

/* epoch(end): in milliseconds */
static void x509_epoch(js_call *call) {
  X509 *self = x509_this(call);
  struct tm tm;
  if (self && ASN1_TIME_to_tm(time_of(call, self), &tm) == 1)
    js_return_double(call, (double)timegm(&tm) * 1000);
  ERR_clear_error();
}

/* fingerprint(Digest): AA:BB:... */
static void x509_fingerprint(js_call *call) {
  static const char digits[] = "0123456789ABCDEF";
  X509 *self = x509_this(call);
  const EVP_MD *md = crypto_digest_of(js_call_arg(call, 0));
  uint8_t bytes[EVP_MAX_MD_SIZE];
  uint8_t text[3 * EVP_MAX_MD_SIZE];
  unsigned length = 0;
  if (self == NULL || md == NULL || !X509_digest(self, md, bytes, &length))
    return;
  for (unsigned i = 0; i < length; i++) {
    text[3 * i] = (uint8_t)digits[bytes[i] >> 4];
    text[3 * i + 1] = (uint8_t)digits[bytes[i] & 15];
    text[3 * i + 2] = ':';
  }
  js_return(call, js_string_latin1(js_call_isolate(call), text,
                                   length ? 3 * (size_t)length - 1 : 0));
}

/* keyUsage(): OIDs of the extended key usage, or undefined */
static void x509_key_usage(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  X509 *self = x509_this(call);
  EXTENDED_KEY_USAGE *usages =
      self ? X509_get_ext_d2i(self, NID_ext_key_usage, NULL, NULL) : NULL;
  if (usages == NULL)
    return;
  js_value array = js_array(iso, 0);
  char text[128];
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++) {
    OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(usages, i), 1);
    js_set_index(iso, array, (uint32_t)i,
                 js_string_utf8(iso, text, JS_AUTO_LENGTH));
  }
  EXTENDED_KEY_USAGE_free(usages);
  js_return(call, array);
}

/* serialNumber(): in hexadecimal */
static void x509_serial_number(js_call *call) {
  X509 *self = x509_this(call);
  BIGNUM *number =
      self ? ASN1_INTEGER_to_BN(X509_get0_serialNumber(self), NULL) : NULL;
  char *text = number ? BN_bn2hex(number) : NULL;
  if (text)
    js_return(call,
              js_string_utf8(js_call_isolate(call), text, JS_AUTO_LENGTH));
  OPENSSL_free(text);
  BN_free(number);
}

/* signatureAlgorithm(as OID) */
static void x509_signature_algorithm(js_call *call) {
  X509 *self = x509_this(call);
  if (self == NULL)
    return;
  const X509_ALGOR *algorithm = X509_get0_tbs_sigalg(self);
  bool as_oid = js_is_true(js_call_arg(call, 0));
  char text[128];
  if (!as_oid && OBJ_obj2nid(algorithm->algorithm) == NID_undef)
    return;
  OBJ_obj2txt(text, sizeof text, algorithm->algorithm, as_oid);
  js_return(call, js_string_utf8(js_call_isolate(call), text, JS_AUTO_LENGTH));
}

/* raw(): DER */
static void x509_raw(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  X509 *self = x509_this(call);
  uint8_t *der = NULL;
  int length = self ? i2d_X509(self, &der) : -1;
  if (length >= 0)
    crypto_return_bytes(call, der, (size_t)length, js_undefined(iso));
  OPENSSL_free(der);
}

static void x509_pem(js_call *call) {
  X509 *self = x509_this(call);
  BIO *bio = self ? BIO_new(BIO_s_mem()) : NULL;
  return_bio(call, bio, bio && PEM_write_bio_X509(bio, self) == 1);
}

/* publicKey(): a KeyHandle */
static void x509_public_key(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  X509 *self = x509_this(call);
  if (self == NULL)
    return;
  EVP_PKEY *pkey = X509_get_pubkey(self);
  if (pkey == NULL) {
    crypto_throw(iso, "The certificate has no readable key");
    return;
  }
  js_value handle = crypto_key_value(iso, CRYPTO_KEY_PUBLIC, pkey);
  if (handle)
    js_return(call, handle);
}

/* --- Checks
 * ----------------------------------------------------------------------------
 */

static void x509_is_ca(js_call *call) {
  X509 *self = x509_this(call);
  if (self)
    js_return_bool(call, X509_check_ca(self) == 1);
  ERR_clear_error();
}

/* checkHost(name, flags): the name that fits, or undefined */
static void x509_check_host(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  X509 *self = x509_this(call);
  crypto_input name;
  if (self == NULL ||
      !crypto_input_open(iso, js_call_arg(call, 0), js_undefined(iso), &name))
    return;
  char *fitting = NULL;
  if (X509_check_host(self, (const char *)name.data, name.length,
                      (unsigned)crypto_arg_int(call, 1, 0), &fitting) == 1)
    js_return(call, fitting ? js_string_utf8(iso, fitting, JS_AUTO_LENGTH)
                            : js_call_arg(call, 0));
  OPENSSL_free(fitting);
  crypto_input_close(&name);
  ERR_clear_error();
}

/* checkEmail(address, flags): whether it fits */
static void x509_check_email(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  X509 *self = x509_this(call);
  crypto_input name;
  if (self == NULL ||
      !crypto_input_open(iso, js_call_arg(call, 0), js_undefined(iso), &name))
    return;
  js_return_bool(call,
                 X509_check_email(self, (const char *)name.data, name.length,
                                  (unsigned)crypto_arg_int(call, 1, 0)) == 1);
  crypto_input_close(&name);
  ERR_clear_error();
}

/* checkIP(address): 1: it fits, 0: it does not, -2: it is none */
static void x509_check_ip(js_call *call) {
  X509 *self = x509_this(call);
  crypto_name address;
  if (self)
    js_return_int32(
        call, X509_check_ip_asc(self, crypto_name_of(call, 0, &address), 0));
  ERR_clear_error();
}

static void x509_check_issued(js_call *call) {
  X509 *self = x509_this(call);
  X509 *issuer = crypto_x509_of(js_call_arg(call, 0));
  if (self && issuer)
    js_return_bool(call, X509_check_issued(issuer, self) == X509_V_OK);
  ERR_clear_error();
}

/* The key of an argument, not shared; NULL for any other value. */
static EVP_PKEY *borrowed_key(js_call *call) {
  const crypto_key *key = crypto_key_of(js_call_arg(call, 0));
  return key ? key->pkey : NULL;
}

static void x509_check_private_key(js_call *call) {
  X509 *self = x509_this(call);
  EVP_PKEY *pkey = borrowed_key(call);
  if (self && pkey)
    js_return_bool(call, X509_check_private_key(self, pkey) == 1);
  ERR_clear_error();
}

static void x509_verify(js_call *call) {
  X509 *self = x509_this(call);
  EVP_PKEY *pkey = borrowed_key(call);
  if (self && pkey)
    js_return_bool(call, X509_verify(self, pkey) == 1);
  ERR_clear_error();
}

static const js_native_entry x509_methods[] = {
    {"subject", x509_subject, 0, NULL},
    {"issuer", x509_issuer, 0, NULL},
    {"nameParts", x509_name_parts, 1, NULL},
    {"subjectAltName", x509_alt_name, 0, NULL},
    {"infoAccess", x509_info_access, 0, NULL},
    {"time", x509_time, 1, NULL},
    {"epoch", x509_epoch, 1, NULL},
    {"fingerprint", x509_fingerprint, 1, NULL},
    {"keyUsage", x509_key_usage, 0, NULL},
    {"serialNumber", x509_serial_number, 0, NULL},
    {"signatureAlgorithm", x509_signature_algorithm, 1, NULL},
    {"raw", x509_raw, 0, NULL},
    {"pem", x509_pem, 0, NULL},
    {"publicKey", x509_public_key, 0, NULL},
    {"isCA", x509_is_ca, 0, NULL},
    {"checkHost", x509_check_host, 2, NULL},
    {"checkEmail", x509_check_email, 2, NULL},
    {"checkIP", x509_check_ip, 1, NULL},
    {"checkIssued", x509_check_issued, 1, NULL},
    {"checkPrivateKey", x509_check_private_key, 1, NULL},
    {"verify", x509_verify, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class x509_class = {
    .name = "X509",
    .construct = x509_construct,
    .methods = x509_methods,
    .finalize = x509_finalize,
};

static const js_class *const classes[] = {&x509_class, NULL};

const binding crypto_x509_binding = {.name = "crypto_x509", .classes = classes};
