#include <stdio.h>
#include <zlib.h>

int main(void) {
    printf("server is up with zlib %s\n", zlibVersion());
    return 0;
}
