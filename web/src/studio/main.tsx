import { render } from 'preact';
import { startI18n } from '../i18n/i18n';
import { App } from './App';
import { startRouting } from './route';

startI18n();
startRouting();
const root = document.getElementById('app');
if (root) render(<App />, root);
