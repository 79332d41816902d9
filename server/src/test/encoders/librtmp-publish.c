/*
 * Publishes an FLV file in a loop and in real time with librtmp.
 *
 *   cc -o librtmp-publish librtmp-publish.c -lrtmp
 *   ./librtmp-publish FILE.flv 'rtmp://HOST/live/KEY'
 */
#include <librtmp/log.h>
#include <librtmp/rtmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FLV_HEADER = 9, TAG_HEADER = 11, SIZE_BYTES = 4, MAX_TAG = 1 << 24 };

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void wait_until(long long ms) {
  long long left = ms - now_ms();
  if (left > 0) {
    struct timespec t = {left / 1000, (left % 1000) * 1000000};
    nanosleep(&t, NULL);
  }
}

/* A tag that a stream begins with: metadata, or how to decode what follows. */
static int is_head(const unsigned char *tag, unsigned size) {
  const unsigned char *body = tag + TAG_HEADER;
  if (tag[0] == 18 || size < 2) {
    return 1;
  }
  if (tag[0] == 9) {
    return body[0] & 0x80 ? (body[0] & 15) == 0 || (body[0] & 15) == 4 : body[1] == 0;
  }
  return body[0] >> 4 == 9 ? (body[0] & 15) == 0 : body[0] >> 4 == 10 && body[1] == 0;
}

/* Sends the file once, its times moved on by base; returns the time after its last tag. */
static long long send_file(RTMP *rtmp, FILE *file, long long base, long long start_ms, int first) {
  static unsigned char tag[TAG_HEADER + MAX_TAG + SIZE_BYTES];
  long long last = base;
  fseek(file, FLV_HEADER + SIZE_BYTES, SEEK_SET);
  while (fread(tag, 1, TAG_HEADER, file) == TAG_HEADER) {
    unsigned size = tag[1] << 16 | tag[2] << 8 | tag[3];
    unsigned time = (unsigned)tag[7] << 24 | tag[4] << 16 | tag[5] << 8 | tag[6];
    if (fread(tag + TAG_HEADER, 1, size + SIZE_BYTES, file) != size + SIZE_BYTES) {
      break;
    }
    if (!first && is_head(tag, size)) {
      continue;
    }
    long long moved = base + time;
    wait_until(start_ms + moved);
    tag[4] = moved >> 16 & 255;
    tag[5] = moved >> 8 & 255;
    tag[6] = moved & 255;
    tag[7] = moved >> 24 & 255;
    if (RTMP_Write(rtmp, (char *)tag, TAG_HEADER + size + SIZE_BYTES) <= 0) {
      return -1;
    }
    last = moved;
  }
  return last + 33;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    int version = RTMP_LibVersion();
    printf("%d.%d\n", version >> 16, version >> 8 & 255);
    return 0;
  }
  if (argc != 3) {
    fprintf(stderr, "FILE.flv URL\n");
    return 2;
  }
  FILE *file = fopen(argv[1], "rb");
  if (!file) {
    perror(argv[1]);
    return 2;
  }
  RTMP_LogSetLevel(RTMP_LOGWARNING);
  RTMP *rtmp = RTMP_Alloc();
  RTMP_Init(rtmp);
  if (!RTMP_SetupURL(rtmp, argv[2])) {
    fprintf(stderr, "error: RTMP_SetupURL\n");
    return 1;
  }
  RTMP_EnableWrite(rtmp);
  if (!RTMP_Connect(rtmp, NULL)) {
    fprintf(stderr, "error: RTMP_Connect\n");
    return 1;
  }
  if (!RTMP_ConnectStream(rtmp, 0)) {
    fprintf(stderr, "error: RTMP_ConnectStream\n");
    return 1;
  }
  long long start_ms = now_ms();
  long long base = 0;
  for (int first = 1; base >= 0; first = 0) {
    base = send_file(rtmp, file, base, start_ms, first);
  }
  fprintf(stderr, "error: RTMP_Write\n");
  RTMP_Close(rtmp);
  RTMP_Free(rtmp);
  return 1;
}
