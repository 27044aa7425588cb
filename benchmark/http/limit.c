/* The limit of hello.js: libuv and llhttp, and no JavaScript at all. What a
 * server on these libraries could do at best, on this machine, on one thread.
 *
 *   cc -O2 -I$LLHTTP/include limit.c $LLHTTP/lib/libllhttp.a -luv -o limit
 *   PORT=3000 ./limit & wrk -c 64 -d 5 http://127.0.0.1:3000/
 */
#include <llhttp.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

/* The headers that hello.js sends, so that as many bytes go over the wire. */
static const char response[] =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/plain\r\n"
    "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    "Connection: keep-alive\r\n"
    "Keep-Alive: timeout=5\r\n"
    "Transfer-Encoding: chunked\r\n"
    "\r\n"
    "f\r\n"
    "Hello, Node.js!\r\n"
    "0\r\n"
    "\r\n";

typedef struct connection {
  uv_tcp_t tcp; /* first: libuv's pointers are cast to the struct */
  llhttp_t parser;
} connection;

static char slab[64 * 1024];
static llhttp_settings_t settings;

static void on_closed(uv_handle_t *handle) { free(handle); }

static void connection_close(connection *c) {
  if (!uv_is_closing((uv_handle_t *)&c->tcp))
    uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static int on_message_complete(llhttp_t *parser) {
  connection *c = parser->data;
  uv_buf_t buf = uv_buf_init((char *)response, sizeof(response) - 1);
  /* A peer that does not read its responses is of no use here. */
  if (uv_try_write((uv_stream_t *)&c->tcp, &buf, 1) != (int)buf.len)
    return -1;
  return 0;
}

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf) {
  (void)handle;
  (void)size;
  *buf = uv_buf_init(slab, sizeof(slab));
}

static void on_read(uv_stream_t *stream, ssize_t length, const uv_buf_t *buf) {
  connection *c = (connection *)stream;
  if (length < 0 ||
      llhttp_execute(&c->parser, buf->base, (size_t)length) != HPE_OK)
    connection_close(c);
}

static void on_connection(uv_stream_t *server, int status) {
  connection *c = status == 0 ? malloc(sizeof(*c)) : NULL;
  if (c == NULL)
    return;
  uv_tcp_init(server->loop, &c->tcp);
  llhttp_init(&c->parser, HTTP_REQUEST, &settings);
  c->parser.data = c;
  if (uv_accept(server, (uv_stream_t *)&c->tcp) != 0 ||
      uv_tcp_nodelay(&c->tcp, 1) != 0 ||
      uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read) != 0)
    connection_close(c);
}

int main(void) {
  const char *port = getenv("PORT");
  uv_loop_t *loop = uv_default_loop();
  uv_tcp_t server;
  struct sockaddr_in address;
  llhttp_settings_init(&settings);
  settings.on_message_complete = on_message_complete;
  if (uv_tcp_init(loop, &server) != 0 ||
      uv_ip4_addr("127.0.0.1", port ? atoi(port) : 3000, &address) != 0 ||
      uv_tcp_bind(&server, (struct sockaddr *)&address, 0) != 0 ||
      uv_listen((uv_stream_t *)&server, 511, on_connection) != 0)
    return 1;
  return uv_run(loop, UV_RUN_DEFAULT);
}
