/* Readers that are cut off all at once, and come back all at once, as after a proxy's restart.
 *
 * Nobody waits for anybody: every reader knocks in the same moment, with the number that it has
 * seen as its Last-Event-ID. One that is turned away, or not let in, comes again a little later.
 */
static const int64_t AGAIN = 200000000; /* nanoseconds until a reader that was turned away knocks */

struct returning {
    struct crowd *crowd;
    const char *path;
    int port, knocking_fd, turned_away;
    int64_t *due; /* per reader: when it knocks; 0 while it does or is back */
};

static void cut_off(struct crowd *crowd)
{
    for (int i = 0; i < crowd->count; i++)
        hang_up(&crowd->readers[i]);
}

static void come_later(struct returning *wave, struct reader *reader)
{
    hang_up(reader);
    wave->turned_away++;
    wave->due[reader - wave->crowd->readers] = moment() + AGAIN;
}

/* Begin a connection; what comes of it is heard of later. */
static void knock_again(struct returning *wave, struct reader *reader)
{
    int number = (int)(reader - wave->crowd->readers);
    struct epoll_event wanted = {.events = EPOLLOUT, .data.ptr = reader};
    wave->due[number] = 0;
    reader->answer = (struct answer){0};
    reader->fd = connected(number, wave->port, SOCK_NONBLOCK);
    wave->crowd->open += reader->fd >= 0;
    if (reader->fd < 0 || epoll_ctl(wave->knocking_fd, EPOLL_CTL_ADD, reader->fd, &wanted))
        come_later(wave, reader);
}

/* The connection stands, or it does not: ask to go on after what was seen. */
static void ask_again(struct returning *wave, struct reader *reader)
{
    char request[4 * WORD];
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = reader};
    int wrong = 0;
    socklen_t length = sizeof wrong;
    int size = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n"
                        "Last-Event-ID: %ld\r\n\r\n",
                        wave->path, wave->port, reader->newest);
    epoll_ctl(wave->knocking_fd, EPOLL_CTL_DEL, reader->fd, NULL);
    if (getsockopt(reader->fd, SOL_SOCKET, SO_ERROR, &wrong, &length) || wrong ||
        send(reader->fd, request, (size_t)size, MSG_NOSIGNAL) != size ||
        epoll_ctl(poll_fd, EPOLL_CTL_ADD, reader->fd, &wanted))
        come_later(wave, reader);
}

static void ask_all(struct returning *wave)
{
    struct epoll_event ready[READY];
    int count = epoll_wait(wave->knocking_fd, ready, READY, 0);
    for (int i = 0; i < count; i++)
        ask_again(wave, ready[i].data.ptr);
}

/* Whoever was turned away, or is due, knocks. Returns how many have not been greeted yet. */
static int look_around(struct returning *wave)
{
    int missing = 0;
    for (int i = 0; i < wave->crowd->count; i++) {
        struct reader *reader = &wave->crowd->readers[i];
        if (reader->fd < 0 && !wave->due[i])
            come_later(wave, reader);
        else if (wave->due[i] && wave->due[i] <= moment())
            knock_again(wave, reader);
        missing += reader->fd < 0 || !reader->answer.has_spoken;
    }
    return missing;
}

/* Until everybody has been greeted, or the time is up; returns how many have not. */
static int come_back(struct returning *wave, double seconds)
{
    int came, missing = wave->crowd->count;
    long hung_up = wave->crowd->hung_up;
    int64_t end = moment() + (int64_t)(seconds * (double)SECOND);
    for (int i = 0; i < wave->crowd->count; i++)
        knock_again(wave, &wave->crowd->readers[i]);
    while (missing && moment() < end) {
        for (int turn = 0; turn < 20; turn++) { /* looking at everybody takes its time */
            ask_all(wave);
            read_for(1, &came);
        }
        missing = look_around(wave);
    }
    wave->crowd->hung_up = hung_up; /* they were turned away, and came again */
    wave->crowd->ungreeted = 0;
    return missing;
}
