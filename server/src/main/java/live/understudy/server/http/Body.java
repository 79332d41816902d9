package live.understudy.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;

/** The bytes of a response. */
sealed interface Body {

  Body EMPTY = new Memory(List.of());

  long length();

  /** From byte {@code first} to {@code last}, both included and inside. */
  Body part(long first, long last);

  /** Pieces in order; shared, never copied. */
  record Memory(List<ByteSlice> slices) implements Body {

    static Memory of(ByteSlice slice) {
      return new Memory(List.of(slice));
    }

    @Override
    public long length() {
      long length = 0;
      for (ByteSlice slice : slices) {
        length += slice.length();
      }
      return length;
    }

    @Override
    public Memory part(long first, long last) {
      List<ByteSlice> inside = new ArrayList<>();
      long start = 0;
      for (ByteSlice slice : slices) {
        long from = Math.max(first - start, 0);
        long to = Math.min(last + 1 - start, slice.length());
        if (from < to) {
          inside.add(slice.slice((int) from, (int) (to - from)));
        }
        start += slice.length();
      }
      return new Memory(inside);
    }
  }

  /**
   * From {@code offset} on, {@code length} bytes of {@code chunks}, which may have gone by the time
   * that they are written: see {@link Reply#held}.
   *
   * @param gone what is answered then
   */
  record Media(List<MediaBytes> chunks, long offset, long length, Supplier<Reply> gone)
      implements Body {

    static Media of(List<MediaBytes> chunks, Supplier<Reply> gone) {
      return new Media(chunks, 0, chunks.stream().mapToLong(MediaBytes::length).sum(), gone);
    }

    @Override
    public Media part(long first, long last) {
      return new Media(chunks, offset + first, last + 1 - first, gone);
    }
  }

  /** Bytes that don't go before they are written; whoever writes them closes them. */
  record Held(HeldBytes bytes, long length) implements Body {
    @Override
    public Held part(long first, long last) {
      throw new IllegalStateException("it is being written");
    }
  }

  /** From {@code offset} on, {@code length} bytes outside the heap; shared, never copied. */
  record Direct(HotCopy copy, int offset, long length) implements Body {
    @Override
    public Direct part(long first, long last) {
      return new Direct(copy, offset + (int) first, last + 1 - first);
    }
  }

  /** From {@code offset} on, {@code length} bytes of a file. */
  record Disk(ByteSource source, long offset, long length) implements Body {
    @Override
    public Disk part(long first, long last) {
      return new Disk(source, offset + first, last + 1 - first);
    }
  }
}
