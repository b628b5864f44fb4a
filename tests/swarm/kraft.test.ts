import { testShortRuns } from './short-runs.ts';

testShortRuns('kraft');
