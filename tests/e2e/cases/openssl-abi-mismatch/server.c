#include <openssl/ssl.h>
#include <stdio.h>

int main(void) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    puts(context ? "server is up with TLS" : "no TLS");
    SSL_CTX_free(context);
    return 0;
}
