import { mount } from 'svelte';

import '../view/theme/theme.css';
import '../view/shell/base.css';
import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('element #app missing; index.html holds it');
mount(App, { target });
