#include <openssl/ssl.h>
#include <stdio.h>

int main(void) {
    printf("server is up with %s\n", OpenSSL_version(OPENSSL_VERSION));
    return 0;
}
