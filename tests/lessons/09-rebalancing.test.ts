import { playLesson } from './support/play-lesson.ts';

playLesson('09-rebalancing');
