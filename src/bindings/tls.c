/* What lib/ sees of TLS. */
#include "tls.h"

#include <openssl/err.h>
#include <string.h>

#include "../runtime/binding.h"

/* setCallback(onEvent): see tls_event */
static void native_set_callback(js_call *call) {
  js_slot_set(js_call_isolate(call), SLOT_TLS_ON_EVENT, js_call_arg(call, 0));
}

/* ciphers(): names as OpenSSL has them */
static void native_ciphers(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_start();
  SSL_CTX *context = SSL_CTX_new(TLS_method());
  SSL *ssl = context ? SSL_new(context) : NULL;
  js_value list = js_array(iso, 0);
  if (ssl != NULL) {
    SSL_set_cipher_list(ssl, "ALL:COMPLEMENTOFALL");
    const STACK_OF(SSL_CIPHER) *ciphers = SSL_get_ciphers(ssl);
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); i++) {
      const char *name = SSL_CIPHER_get_name(sk_SSL_CIPHER_value(ciphers, i));
      js_set_index(iso, list, (uint32_t)i,
                   js_string_utf8(iso, name, JS_AUTO_LENGTH));
    }
  }
  SSL_free(ssl);
  SSL_CTX_free(context);
  ERR_clear_error();
  js_return(call, list);
}

static const js_native_entry natives[] = {
    {"setCallback", native_set_callback, 1, NULL},
    {"ciphers", native_ciphers, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const classes[] = {&tls_context_class,
                                          &tls_connection_class, NULL};

const binding tls_binding = {
    .name = "tls", .natives = natives, .classes = classes};
