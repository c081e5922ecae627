#include <stdio.h>

int main(void) {
    FILE *log = fopen("/data/log", "w");
    if (log == NULL) {
        perror("/data/log");
        return 1;
    }
    puts("server is up");
    return fclose(log);
}
