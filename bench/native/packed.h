/* A gzip stream (RFC 1952, RFC 1951), unpacked as it comes.
 *
 * Ten thousand inflaters push whatever a server has in the processor's cache out of it, and the
 * server would pay for that. So a piece that begins and ends between two blocks, and that can be
 * unpacked by somebody who has seen nothing before it, is unpacked once: the same bytes are the same
 * text for whoever else stands between two blocks. Should a later piece refer to it, each reader's
 * own inflater is given what it was spared. Nobody is believed to have read what did not come.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { UNPACKED = 1 << 16, BETWEEN_BLOCKS = 128 /* in data_type */ };

struct piece {
    char *bytes, *text;
    size_t size, length;
};

struct unpacking {
    z_stream own;
    int *spared; /* pieces that its own inflater has not seen */
    int count;
};

static struct piece *pieces;
static int learned;

/* These, with room for one more. */
static void *with_room(void *these, int count, size_t size)
{
    bool is_full = !(count & (count - 1)); /* 0, 1, 2, 4, 8 … */
    these = is_full ? realloc(these, (count ? 2 * (size_t)count : 1) * size) : these;
    if (!these)
        abort();
    return these;
}

static struct unpacking *begin_unpacking(void)
{
    struct unpacking *unpacking = calloc(1, sizeof *unpacking);
    if (!unpacking || inflateInit2(&unpacking->own, MAX_WBITS + 16) != Z_OK)
        abort();
    return unpacking;
}

static void end_unpacking(struct unpacking *unpacking)
{
    inflateEnd(&unpacking->own);
    free(unpacking->spared);
    free(unpacking);
}

/* The text of as many bytes as fit; what is left of the bytes stands in the inflater. */
static bool inflate_some(z_stream *own, char *text, size_t *length)
{
    own->next_out = (unsigned char *)text;
    own->avail_out = UNPACKED;
    int said = inflate(own, Z_SYNC_FLUSH);
    *length = UNPACKED - own->avail_out;
    return said == Z_OK || said == Z_STREAM_END || said == Z_BUF_ERROR;
}

static void give(z_stream *own, const char *bytes, size_t size)
{
    own->next_in = (unsigned char *)bytes;
    own->avail_in = (unsigned)size;
}

static char *copied(const char *bytes, size_t size)
{
    char *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    return memcpy(copy, bytes, size);
}

/* The number of a piece that stands alone, or -1. Everybody is sent the newest: look there first. */
static int standing_alone(const char *bytes, size_t size)
{
    static z_stream fresh;
    static char text[UNPACKED];
    size_t length;
    if (learned && pieces[learned - 1].size == size &&
        !memcmp(pieces[learned - 1].bytes, bytes, size))
        return learned - 1;
    if (fresh.state ? inflateReset(&fresh) : inflateInit2(&fresh, -MAX_WBITS))
        abort();
    give(&fresh, bytes, size);
    if (!inflate_some(&fresh, text, &length) || fresh.avail_in || !fresh.avail_out ||
        fresh.data_type != BETWEEN_BLOCKS)
        return -1;
    pieces = with_room(pieces, learned, sizeof *pieces);
    pieces[learned] = (struct piece){copied(bytes, size), copied(text, length), size, length};
    return learned++;
}

static void spare(struct unpacking *unpacking, int piece)
{
    unpacking->spared = with_room(unpacking->spared, unpacking->count, sizeof *unpacking->spared);
    unpacking->spared[unpacking->count++] = piece;
}

/* Let its own inflater see what it was spared. */
static bool catch_up(struct unpacking *unpacking)
{
    static char text[UNPACKED];
    size_t length;
    bool is_right = true;
    for (int i = 0; i < unpacking->count; i++) {
        struct piece *piece = &pieces[unpacking->spared[i]];
        give(&unpacking->own, piece->bytes, piece->size);
        do
            is_right &= inflate_some(&unpacking->own, text, &length);
        while (is_right && !unpacking->own.avail_out);
    }
    unpacking->count = 0;
    return is_right;
}
