package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;

/**
 * What a video stream's own headers say of its pictures.
 *
 * @param width picture width after cropping
 * @param height picture height after cropping
 * @param vui pixels' shape, colours, frame rate
 */
record PictureFormat(int width, int height, Vui vui) {
  /** Of pictures of which none has come yet. */
  static final PictureFormat UNKNOWN = new PictureFormat(0, 0, Vui.NONE);

  private static final int MAX_SIDE = 16_384;

  /** Throws when the size is absurd. */
  static PictureFormat of(long width, long height, Vui vui) throws BadInputException {
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new BadInputException("a picture of " + width + " by " + height + " pixels");
    }
    return new PictureFormat((int) width, (int) height, vui);
  }
}
