/* Readers of streams, each with what it has seen: told by epoll, checked number by number. */
#include "events.h"
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST = 1 << 13 /* changes of one log */, READY = 256, WORD = 200 };
static const int64_t SECOND = 1000000000;

struct change {
    int64_t published;
    int64_t *at; /* one arrival per reader, in their order */
    int seen;
    uint32_t checksum;
    bool is_known, is_told;
};

struct reader {
    struct crowd *crowd;
    struct answer answer;
    int fd;
    long newest;
    unsigned char seen[LONGEST / 8];
};

struct crowd {
    char name[WORD];
    struct reader *readers;
    int room, count, open, ungreeted; /* count: made so far; open: not hung up */
    long after, newest;
    bool by_data;
    struct change changes[LONGEST];
    long doubled, reordered, garbled, hung_up;
    uint64_t bytes, content;
};

static int poll_fd;
static int64_t now; /* when the bytes came that are being read */

static int64_t moment(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * SECOND + at.tv_nsec;
}

/* The number of the change that this event is, or -1 when it is none. */
static long numbered(const struct crowd *crowd, const char *event, size_t size)
{
    const char *mark = crowd->by_data ? "\"sequence\":" : "\nid: ";
    size_t length = strlen(mark);
    if (!crowd->by_data && size > 4 && !memcmp(event, mark + 1, 4))
        return strtol(event + 4, NULL, 10);
    const char *found = memmem(event, size, mark, length);
    return found ? strtol(found + length, NULL, 10) : -1;
}

/* Its CRC-32, which is not computed again for every reader of the same bytes. */
static uint32_t checksum_of(const char *event, size_t size)
{
    static char last[1 << 14];
    static size_t known;
    static uint32_t checksum;
    if (size == known && !memcmp(event, last, size))
        return checksum;
    checksum = (uint32_t)crc32(0, (const unsigned char *)event, (unsigned)size);
    known = size <= sizeof last ? size : 0;
    memcpy(last, event, known);
    return checksum;
}

static void note(struct crowd *crowd, struct change *change, const char *event, size_t size)
{
    uint32_t checksum = checksum_of(event, size);
    if (!change->is_known)
        change->checksum = checksum;
    else if (change->checksum != checksum)
        crowd->garbled++;
    change->is_known = true;
    if (change->is_told)
        return;
    if (!change->at && !(change->at = malloc((size_t)crowd->room * sizeof *change->at)))
        abort();
    change->at[change->seen++] = now;
}

static void see(void *whom, const char *event, size_t size)
{
    struct reader *reader = whom;
    struct crowd *crowd = reader->crowd;
    long number = numbered(crowd, event, size), place = number - crowd->after - 1;
    if (number < 0)
        return;
    crowd->content += size;
    if (place < 0 || place >= LONGEST || reader->seen[place / 8] & 1 << place % 8) {
        crowd->doubled++;
        return;
    }
    reader->seen[place / 8] |= (unsigned char)(1 << place % 8);
    if (number < reader->newest)
        crowd->reordered++;
    else
        reader->newest = number;
    note(crowd, &crowd->changes[place], event, size);
}

static void hang_up(struct reader *reader)
{
    if (reader->fd < 0)
        return;
    close(reader->fd);
    reader->fd = -1;
    reader->crowd->open--;
    end_answer(&reader->answer);
}

static void hear(struct reader *reader)
{
    static char bytes[1 << 16];
    struct crowd *crowd = reader->crowd;
    bool was_greeted = reader->answer.has_spoken;
    ssize_t size = recv(reader->fd, bytes, sizeof bytes, 0);
    now = moment();
    if (size < 0 && errno == EAGAIN)
        return;
    const char *wrong = NULL;
    if (size > 0) {
        crowd->bytes += (uint64_t)size;
        wrong = read_answer(&reader->answer, bytes, (size_t)size, see, reader);
    }
    if (wrong)
        fprintf(stderr, "%s: %s\n", crowd->name, wrong);
    if (size <= 0 || wrong || reader->answer.part == OVER) {
        crowd->hung_up++;
        hang_up(reader);
    }
    if (!was_greeted && (reader->answer.has_spoken || reader->fd < 0))
        crowd->ungreeted--;
}

/* Read whatever comes within that time. True when there are orders. `*came` counts the readers. */
static bool read_for(int milliseconds, int *came)
{
    struct epoll_event ready[READY];
    bool is_ordered = false;
    int count = epoll_wait(poll_fd, ready, READY, milliseconds);
    *came = 0;
    for (int i = 0; i < count; i++) {
        struct reader *reader = ready[i].data.ptr;
        if (!reader)
            is_ordered = true;
        else if (reader->fd >= 0) {
            hear(reader);
            ++*came;
        }
    }
    return is_ordered;
}
