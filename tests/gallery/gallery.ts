import { mount } from 'svelte';

import '../../src/view/theme/theme.css';
import '../../src/view/shell/base.css';
import Gallery from './Gallery.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('element #app missing; index.html holds it');
mount(Gallery, { target });
