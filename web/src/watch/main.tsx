import { render } from 'preact';
import { startI18n } from '../i18n/i18n';
import { WatchPage } from './WatchPage';

startI18n();
const embedded = window.self !== window.top;
document.documentElement.classList.toggle('embedded', embedded);
const root = document.getElementById('app');
if (root) render(<WatchPage embedded={embedded} />, root);
