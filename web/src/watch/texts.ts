import { translator } from '../i18n/i18n';
import { de } from './texts.de';
import { en } from './texts.en';

export const t = translator({ en, de });
