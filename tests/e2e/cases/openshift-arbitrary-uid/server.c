#include <stdio.h>

int main(void) {
    puts("server is up");
    return 0;
}
