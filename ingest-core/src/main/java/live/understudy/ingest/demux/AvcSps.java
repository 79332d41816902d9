package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Reads an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1). */
final class AvcSps {
  private AvcSps() {}

  /** {@code nal} begins with the NAL unit's header byte. */
  static PictureFormat parse(ByteSlice nal) throws BadInputException {
    BitReader in = BitReader.ofNalUnit(nal);
    in.skip(8);
    int profile = (int) in.bits(8);
    in.skip(16);
    in.unsignedGolomb();
    int chroma = hasChromaFormat(profile) ? chromaFormat(in) : 1;
    in.unsignedGolomb();
    pictureOrderCount(in);
    in.unsignedGolomb();
    in.skip(1);
    long widthInMbs = in.unsignedGolomb() + 1L;
    long heightInMapUnits = in.unsignedGolomb() + 1L;
    boolean frameMbsOnly = in.flag();
    if (!frameMbsOnly) {
      in.skip(1);
    }
    in.skip(1);
    long width = 16 * widthInMbs;
    long height = (frameMbsOnly ? 16 : 32) * heightInMapUnits;
    if (in.flag()) {
      // CropUnitX and CropUnitY, equations 7-19 to 7-22.
      int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
      int unitY = (chroma == 1 ? 2 : 1) * (frameMbsOnly ? 1 : 2);
      width -= unitX * ((long) in.unsignedGolomb() + in.unsignedGolomb());
      height -= unitY * ((long) in.unsignedGolomb() + in.unsignedGolomb());
    }
    return PictureFormat.of(width, height, vui(in));
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private static int chromaFormat(BitReader in) throws BadInputException {
    int chroma = in.unsignedGolomb();
    boolean separatePlanes = chroma == 3 && in.flag();
    in.unsignedGolomb();
    in.unsignedGolomb();
    in.skip(1);
    if (in.flag()) {
      int lists = chroma == 3 ? 12 : 8;
      for (int i = 0; i < lists; i++) {
        if (in.flag()) {
          skipScalingList(in, i < 6 ? 16 : 64);
        }
      }
    }
    return separatePlanes ? 0 : chroma;
  }

  private static void skipScalingList(BitReader in, int size) throws BadInputException {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && next != 0; i++) {
      next = (last + in.signedGolomb() + 256) & 0xFF;
      last = next == 0 ? last : next;
    }
  }

  private static void pictureOrderCount(BitReader in) throws BadInputException {
    int type = in.unsignedGolomb();
    if (type == 0) {
      in.unsignedGolomb();
    } else if (type == 1) {
      in.skip(1);
      in.signedGolomb();
      in.signedGolomb();
      int count = in.unsignedGolomb();
      for (int i = 0; i < count; i++) {
        in.signedGolomb();
      }
    }
  }

  private static Vui vui(BitReader in) {
    try {
      return in.flag() ? Vui.ofAvc(in) : Vui.NONE;
    } catch (BadInputException e) {
      return Vui.NONE;
    }
  }
}
