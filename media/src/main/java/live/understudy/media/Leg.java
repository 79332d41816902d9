package live.understudy.media;

/** Which of the two incoming streams of one (event, language); SMPTE ST 2022-7's word. */
public enum Leg {
  PRIMARY,
  BACKUP;

  /** The other one of the two. */
  public Leg other() {
    return this == PRIMARY ? BACKUP : PRIMARY;
  }
}
