import { playShare } from '../support/shards.ts';

playShare(4);
