/* Appends the command line of every program that loads this to RECORD: what `/proc/<pid>/cmdline` shows of it while it
   runs. Words end with a NUL, and a command line ends with
   a record separator. */
#include <fcntl.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char line[1 << 20];

__attribute__((constructor)) static void record(void)
{
    ssize_t length = 0, part = 1;
    int own = open("/proc/self/cmdline", O_RDONLY);
    if (own < 0)
        return;
    while (part > 0 && length < (ssize_t)sizeof line - 1) {
        part = read(own, line + length, sizeof line - 1 - length);
        if (part > 0)
            length += part;
    }
    close(own);
    line[length++] = 0x1e;
    int file = open(RECORD, O_WRONLY | O_APPEND | O_CREAT, 0666);
    if (file < 0)
        return;
    part = write(file, line, length); /* one call, so that lines of several programs do not mix */
    close(file);
}
