#include <libpq-fe.h>
#include <stdio.h>

int main(void) {
    printf("server is up with libpq %d\n", PQlibVersion());
    return 0;
}
