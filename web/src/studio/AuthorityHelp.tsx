import type { IngestAuthority } from '../api/types';
import { CopyField } from './CopyField';
import { t } from './texts';

const LINUX =
  'sudo cp understudy-ca.pem /usr/local/share/ca-certificates/understudy-ca.crt && sudo update-ca-certificates';

/** How an encoder's machine comes to trust the server's own authority. */
export function AuthorityHelp({ authority }: { authority: IngestAuthority }) {
  return (
    <div class="panel-part">
      <h3>{t('authorityTitle')}</h3>
      <p>{t('authorityText')}</p>
      <ul>
        <li>
          <a href={authority.crtUrl} download="understudy-ca.crt">
            {t('authorityCrt')}
          </a>
          <p>{t('authorityWindows')}</p>
          <p>{t('authorityMac')}</p>
        </li>
        <li>
          <a href={authority.pemUrl} download="understudy-ca.pem">
            {t('authorityPem')}
          </a>
          <CopyField label={t('authorityLinux')} value={LINUX} multiline />
        </li>
      </ul>
      <CopyField
        label={t('authorityFingerprint')}
        value={authority.sha256}
        hint={t('authorityCompare')}
        multiline
      />
    </div>
  );
}
