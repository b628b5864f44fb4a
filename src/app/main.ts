import { mount } from 'svelte';

import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('element #app missing; index.html holds it');
mount(App, { target });
