#include <stdio.h>

int main(void) {
    FILE *log = fopen("/tmp/log", "w");
    if (log == NULL) {
        perror("/tmp/log");
        return 1;
    }
    puts("server is up");
    return fclose(log);
}
