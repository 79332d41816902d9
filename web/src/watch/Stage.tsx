import { useEffect, useRef, useState } from 'preact/hooks';
import type { Profile } from '../player/config';
import { createPlayer, type Picture, type Player, type Timeline } from '../player/player';
import { Icon } from '../ui/Icon';
import { useCaptions } from './captions';
import { SeekBar } from './SeekBar';
import { t } from './texts';
import { behindS, seekOfKey } from './timeline';

interface StageProps {
  /** Playlist to play; null while there is nothing to play. */
  playlist: string | null;
  profile: Profile;
  programLanguage: string | null;
  onPicture(picture: Picture): void;
  onPlayedOut(): void;
  onDate(dateMs: number | null): void;
}

/** Behind the live edge by more than this, the button to get there is offered. */
const BEHIND_S = 10;

/** The video with its player. The element stays the same for the life of the page, hidden while not needed. */
export function Stage({ playlist, profile, programLanguage, onPicture, onPlayedOut, onDate }: StageProps) {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<Player | null>(null);
  const [muted, setMuted] = useState(true);
  const [refused, setRefused] = useState(false);
  const [timeline, setTimeline] = useState<Timeline | null>(null);
  const captions = useCaptions(() => video.current);
  const wanted = useRef(playlist);
  wanted.current = playlist;
  const active = playlist !== null;

  useEffect(() => {
    const element = video.current;
    if (!active || !element || wanted.current === null) return;
    let gone = false;
    // The button that asked for the recording is gone; the focus goes where its keys work.
    if (profile.fromStart) element.focus();
    const events = {
      onPicture,
      onPlayedOut,
      onDate,
      onPlayRefused: () => setRefused(true),
      onTimeline: setTimeline,
    };
    void createPlayer(element, wanted.current, events, profile).then((created) => {
      if (gone) return created.destroy();
      player.current = created;
      if (wanted.current !== null) created.load(wanted.current);
    });
    return () => {
      gone = true;
      player.current?.destroy();
      player.current = null;
      setTimeline(null);
    };
    // The rest of the profile is settled before there is something to play.
  }, [active, profile.fromStart]);

  useEffect(() => {
    if (playlist !== null) player.current?.load(playlist);
  }, [playlist]);

  function turnSoundOn() {
    const element = video.current;
    if (!element) return;
    element.muted = false;
    if (element.volume === 0) element.volume = 1;
    void element.play().catch(() => undefined);
    element.focus();
  }

  const rewind = profile.dvr && timeline?.live ? timeline : null;

  /** The seek bar's keys; from where the video is now, because they can come faster than the timeline. */
  function onKeyDown(event: KeyboardEvent) {
    if (rewind === null || !video.current) return;
    const target = seekOfKey(event, { ...rewind, positionS: video.current.currentTime });
    if (target === null) return;
    event.preventDefault();
    if (target === 'live') player.current?.seekToLive();
    else player.current?.seekTo(target);
  }

  const behind = timeline?.live ? behindS(timeline) : 0;
  return (
    <div class="stage-frame" hidden={!active}>
      <div class="stage">
        <video
          id="video"
          ref={video}
          controls
          playsInline
          muted
          tabIndex={0}
          aria-label={t('video')}
          lang={programLanguage ?? undefined}
          onVolumeChange={(event) => setMuted(event.currentTarget.muted)}
          onPlay={() => setRefused(false)}
          // On the picture too, so that they work where it fills the screen. Up and down are the volume there.
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') onKeyDown(event);
          }}
        />
        <div class="stage-actions">
          {(muted || refused) && (
            <button type="button" class="button primary big" onClick={turnSoundOn}>
              <Icon name={refused ? 'play' : 'sound'} /> {refused ? t('play') : t('unmute')}
            </button>
          )}
          {!profile.dvr && behind > BEHIND_S && (
            <button type="button" class="button big" onClick={() => player.current?.seekToLive()}>
              {t('goToLive')}
            </button>
          )}
        </div>
      </div>
      {(rewind !== null || captions.available) && (
        <div class="stage-bar" role="group" aria-label={t('playback')}>
          {rewind !== null && (
            <SeekBar
              timeline={rewind}
              onSeek={(positionS) => player.current?.seekTo(positionS)}
              onLive={() => player.current?.seekToLive()}
              onKeyDown={onKeyDown}
            />
          )}
          {captions.available && (
            <button
              type="button"
              class="button small captions"
              aria-pressed={captions.shown}
              onClick={captions.toggle}
            >
              <Icon name={captions.shown ? 'ok' : 'none'} />
              {t('captions')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
