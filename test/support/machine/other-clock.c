/* Another time of day for whoever loads this before libc: SHIFT seconds from the true one. Clocks that only count go on as
   they are, and so do the times of files, which the kernel writes. The program's path goes to WITNESSES. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += SHIFT;
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec time;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &time);
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *seconds)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (seconds)
        *seconds = now.tv_sec;
    return now.tv_sec;
}

__attribute__((constructor)) static void testify(void)
{
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program);
    int file = open(WITNESSES, O_WRONLY | O_APPEND | O_CREAT, 0666);
    if (file < 0)
        return;
    dprintf(file, "%.*s\n", (int)length, program);
    close(file);
}
