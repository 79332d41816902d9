import { useEffect, useRef, useState } from 'preact/hooks';
import { startPreview } from '../player/preview';
import { session } from './session';
import { t } from './texts';

interface Props {
  /** Playlist of the leg; null while nothing arrives. */
  url: string | null;
  label: string;
}

export function LegPreview({ url, label }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [moving, setMoving] = useState(false);
  useEffect(() => {
    setMoving(false);
    if (url === null || !video.current) return;
    const preview = startPreview(video.current, url, () => session.value?.token ?? null);
    return () => preview.destroy();
  }, [url]);
  return (
    <div class="preview">
      {url !== null && (
        <video
          ref={video}
          muted
          playsInline
          disablePictureInPicture
          aria-label={label}
          onPlaying={() => setMoving(true)}
        />
      )}
      {(url === null || !moving) && <p class="no-signal">{t(url === null ? 'noSignal' : 'loading')}</p>}
    </div>
  );
}
