import { useEffect, useRef, useState } from 'preact/hooks';
import { createPlayer, type Player, type Picture } from '../player/player';
import { Icon } from '../ui/Icon';
import { t } from './texts';

interface StageProps {
  /** Playlist to play; null while there is nothing to play. */
  playlist: string | null;
  programLanguage: string | null;
  onPicture(picture: Picture): void;
  onPlayedOut(): void;
}

/** Behind the live edge by more than this, the button to get there is offered. */
const BEHIND_S = 10;

/** The video with its player. The element stays the same for the life of the page, hidden while not needed. */
export function Stage({ playlist, programLanguage, onPicture, onPlayedOut }: StageProps) {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<Player | null>(null);
  const [muted, setMuted] = useState(true);
  const [refused, setRefused] = useState(false);
  const [behind, setBehind] = useState(false);
  const wanted = useRef(playlist);
  wanted.current = playlist;
  const active = playlist !== null;

  useEffect(() => {
    const element = video.current;
    if (!active || !element || wanted.current === null) return;
    let gone = false;
    void createPlayer(element, wanted.current, {
      onPicture,
      onPlayedOut,
      onPlayRefused: () => setRefused(true),
      onBehindLive: (seconds) => setBehind(seconds > BEHIND_S),
    }).then((created) => {
      if (gone) return created.destroy();
      player.current = created;
      if (wanted.current !== null) created.load(wanted.current);
    });
    return () => {
      gone = true;
      player.current?.destroy();
      player.current = null;
    };
  }, [active]);

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

  return (
    <div class="stage" hidden={!active}>
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
      />
      <div class="stage-actions">
        {(muted || refused) && (
          <button type="button" class="button primary big" onClick={turnSoundOn}>
            <Icon name={refused ? 'play' : 'sound'} /> {refused ? t('play') : t('unmute')}
          </button>
        )}
        {behind && (
          <button type="button" class="button big" onClick={() => player.current?.seekToLive()}>
            {t('goToLive')}
          </button>
        )}
      </div>
    </div>
  );
}
